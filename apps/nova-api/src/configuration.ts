// SPDX-License-Identifier: Apache-2.0
import type { ConfigurationInit } from '@stackport/config';
import { loggingOptions } from '@stackport/context';
import { novaApiOptionGroups, novaDefaultValues, recognizedOptions } from '@stackport/nova';
import { loneOptions } from './lone.js';

/**
 * What nova-api reads its configuration with.
 * @param argv - without interpreter and script.
 */
export function novaApiConfiguration(argv: readonly string[]): ConfigurationInit {
  return {
    project: 'nova',
    program: 'nova-api',
    argv,
    groups: [...novaApiOptionGroups, loneOptions, loggingOptions],
    defaults: novaDefaultValues(),
    recognized: recognizedOptions,
  };
}
