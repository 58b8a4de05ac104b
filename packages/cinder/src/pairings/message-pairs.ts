// SPDX-License-Identifier: Apache-2.0
import { backupPairs } from './backup-pairs.js';
import { groupPairs } from './group-pairs.js';
import type { MessagePair } from './pair-parts.js';
import { schedulerPairs } from './scheduler-pairs.js';
import { volumePairs } from './volume-pairs.js';

export { makeRows, type Clients, type MessagePair, type Rows } from './pair-parts.js';

/** Every call of upstream's RPC API classes beside ours: which arguments say the same thing. */
export const messagePairs: readonly MessagePair[] = [...volumePairs, ...groupPairs, ...schedulerPairs, ...backupPairs];
