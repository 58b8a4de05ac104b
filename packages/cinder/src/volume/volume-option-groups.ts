// SPDX-License-Identifier: Apache-2.0
import { databaseOptions } from '@stackport/database';
import { messagingOptions } from '@stackport/messaging';
import { policyOptions } from '@stackport/policy';
import { cinderOptionGroups } from '../options/index.js';

/** Every group of cinder.conf that cinder-volume reads; the sections of back ends come when they are read. */
export const cinderVolumeOptionGroups = [...cinderOptionGroups, databaseOptions, policyOptions, ...messagingOptions];
