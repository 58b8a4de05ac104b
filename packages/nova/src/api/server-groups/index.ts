// SPDX-License-Identifier: Apache-2.0
import { ServerGroups } from './server-groups.js';

export const serverGroupControllers = [ServerGroups];
