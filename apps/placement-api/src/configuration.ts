// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { type ConfigurationInit, declareOptions, option } from '@stackport/config';
import { loggingOptions } from '@stackport/context';
import { placementDefaultValues, placementOptionGroups, recognizedOptions } from '@stackport/placement';

/** `[stackport]`: what there is no upstream option for, since upstream leaves listening to a web server. */
export const serverGroup = declareOptions('stackport', {
  bind_host: option.host({ default: '0.0.0.0', help: 'Address to listen at.' }),
  bind_port: option.port({ default: 8778, help: 'Port to listen at.' }),
  workers: option.integer({
    min: 0,
    help: 'Child processes that share the port; one for each processor by default, and none with SQLite.',
  }),
  state_dir: option.string({
    default: '.stackport',
    help: 'Folder for databases and clouds.yaml where neither a file nor a Keystone is configured.',
  }),
  keystone_port: option.port({ default: 5000, help: 'Port of the identity service that such a service brings along.' }),
});

/**
 * What placement-api reads its configuration with.
 * @param argv - without interpreter and script.
 * @param environment - its OS_PLACEMENT_CONFIG_DIR is a folder to read placement.conf from, in place of the usual ones.
 */
export function placementApiConfiguration(
  argv: readonly string[],
  { OS_PLACEMENT_CONFIG_DIR: folder }: NodeJS.ProcessEnv = process.env,
): ConfigurationInit {
  return {
    project: 'placement',
    program: 'placement-api',
    argv,
    groups: [...placementOptionGroups, serverGroup, loggingOptions],
    defaults: placementDefaultValues(),
    recognized: recognizedOptions,
    ...(folder === undefined || folder.trim() === '' ? {} : { configFiles: [join(folder.trim(), 'placement.conf')] }),
  };
}
