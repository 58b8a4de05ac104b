// SPDX-License-Identifier: Apache-2.0
import { cinderDefaultValues, cinderOptionGroups, recognizedOptions } from '@stackport/cinder';
import type { ConfigurationInit } from '@stackport/config';
import { loggingOptions } from '@stackport/context';
import { databaseOptions } from '@stackport/database';
import { messagingOptions } from '@stackport/messaging';
import { policyOptions } from '@stackport/policy';

/**
 * What cinder-backup reads its configuration with.
 * @param argv - without interpreter and script.
 */
export function cinderBackupConfiguration(argv: readonly string[]): ConfigurationInit {
  return {
    project: 'cinder',
    program: 'cinder-backup',
    argv,
    groups: [...cinderOptionGroups, databaseOptions, policyOptions, ...messagingOptions, loggingOptions],
    defaults: cinderDefaultValues(),
    recognized: recognizedOptions(),
  };
}
