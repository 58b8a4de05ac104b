// SPDX-License-Identifier: Apache-2.0
import { databaseOptions } from '@stackport/database';
import { messagingOptions } from '@stackport/messaging';
import { policyOptions } from '@stackport/policy';
import { cinderOptionGroups } from '../options/index.js';

/** Every group of cinder.conf that cinder-scheduler reads. */
export const cinderSchedulerOptionGroups = [...cinderOptionGroups, databaseOptions, policyOptions, ...messagingOptions];
