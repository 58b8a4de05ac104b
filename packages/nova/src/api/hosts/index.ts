// SPDX-License-Identifier: Apache-2.0
import { Hosts } from './hosts.js';

export const hostControllers = [Hosts];
