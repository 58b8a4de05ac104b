// SPDX-License-Identifier: Apache-2.0
import { BaremetalNodes } from './baremetal-nodes.js';

export const proxyControllers = [BaremetalNodes];
