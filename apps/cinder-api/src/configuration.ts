// SPDX-License-Identifier: Apache-2.0
import { cinderApiOptionGroups, cinderDefaultValues, recognizedOptions } from '@stackport/cinder';
import type { ConfigurationInit } from '@stackport/config';
import { loggingOptions } from '@stackport/context';
import { loneOptions } from './lone.js';

/**
 * What cinder-api reads its configuration with.
 * @param argv - without interpreter and script.
 */
export function cinderApiConfiguration(argv: readonly string[]): ConfigurationInit {
  return {
    project: 'cinder',
    program: 'cinder-api',
    argv,
    groups: [...cinderApiOptionGroups, loneOptions, loggingOptions],
    defaults: cinderDefaultValues(),
    recognized: recognizedOptions,
  };
}
