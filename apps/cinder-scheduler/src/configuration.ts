// SPDX-License-Identifier: Apache-2.0
import { cinderDefaultValues, cinderSchedulerOptionGroups, recognizedOptions } from '@stackport/cinder';
import type { ConfigurationInit } from '@stackport/config';
import { loggingOptions } from '@stackport/context';

/**
 * What cinder-scheduler reads its configuration with.
 * @param argv - without interpreter and script.
 */
export function cinderSchedulerConfiguration(argv: readonly string[]): ConfigurationInit {
  return {
    project: 'cinder',
    program: 'cinder-scheduler',
    argv,
    groups: [...cinderSchedulerOptionGroups, loggingOptions],
    defaults: cinderDefaultValues(),
    recognized: recognizedOptions(),
  };
}
