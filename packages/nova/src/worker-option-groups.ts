// SPDX-License-Identifier: Apache-2.0
import { databaseOptions } from '@stackport/database';
import { messagingOptions } from '@stackport/messaging';
import { novaOptionGroups } from './options/index.js';

/** Every group of nova.conf that a process without an API reads. */
export const novaWorkerOptionGroups = [...novaOptionGroups, databaseOptions, ...messagingOptions];
