// SPDX-License-Identifier: Apache-2.0
import type { ConfigurationInit } from '@stackport/config';
import { loggingOptions } from '@stackport/context';
import { glanceApiOptionGroups, glanceDefaultValues, recognizedOptions } from '@stackport/glance';
import { loneOptions } from './lone.js';
import { tlsOptions } from './server-options.js';

/**
 * What glance-api reads its configuration with.
 * @param argv - without interpreter and script.
 */
export function glanceApiConfiguration(argv: readonly string[]): ConfigurationInit {
  return {
    project: 'glance',
    program: 'glance-api',
    argv,
    groups: [...glanceApiOptionGroups, tlsOptions, loneOptions, loggingOptions],
    defaults: glanceDefaultValues(),
    recognized: recognizedOptions(),
  };
}
