// SPDX-License-Identifier: Apache-2.0
import type { ConfigurationInit } from '@stackport/config';
import { loggingOptions } from '@stackport/context';
import { novaDefaultValues, novaWorkerOptionGroups, recognizedOptions } from '@stackport/nova';

/**
 * What nova-scheduler reads its configuration with.
 * @param argv - without interpreter and script.
 */
export function novaSchedulerConfiguration(argv: readonly string[]): ConfigurationInit {
  return {
    project: 'nova',
    program: 'nova-scheduler',
    argv,
    groups: [...novaWorkerOptionGroups, loggingOptions],
    defaults: novaDefaultValues(),
    recognized: recognizedOptions,
  };
}
