// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import { type Configuration, type ConfigurationInit, declareOptions, option } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { databaseOptions } from '@stackport/database';
import { authtokenOptions, keystoneAccess } from '@stackport/keystone';
import { apiDatabaseOptions, serverOptions, standaloneDefaults } from '@stackport/nova';
import { LONE_HOST, type LoneSurroundings } from '@stackport/standalone';
import type { ServiceOfApplications } from '@stackport/standalone/program';
import { loadCompute } from './compute.js';

/** `[stackport]`: what there is no upstream option for. */
export const loneOptions = declareOptions('stackport', {
  state_dir: option.string({
    default: '.stackport',
    help: 'Folder for databases and clouds.yaml where neither a file nor a Keystone is configured.',
  }),
  keystone_port: option.port({ default: 5000, help: 'Port of the identity service that such a service brings along.' }),
});

/** Whether nobody configured this service: no file, no database, no Keystone. It then brings all of that along. */
export function isLone(configuration: Configuration): boolean {
  return (
    configuration.configFiles.length === 0 &&
    configuration.get(databaseOptions).connection === undefined &&
    configuration.get(apiDatabaseOptions).connection === undefined &&
    keystoneAccess(configuration.get(authtokenOptions), configuration) === undefined
  );
}

/** What a lone service tells itself; command line and environment count before it. */
export function loneDefaults(configuration: Configuration): NonNullable<ConfigurationInit['defaults']> {
  const { state_dir: path, keystone_port: port } = configuration.get(loneOptions);
  const { DEFAULT, ...others } = standaloneDefaults(resolve(path), `http://${LONE_HOST}:${port}`);
  return { ...others, DEFAULT: { ...DEFAULT, osapi_compute_listen: LONE_HOST, metadata_listen: LONE_HOST } };
}

/** Builds the service with an identity service beside it, over the state folder. Rejects as `LoneSurroundings.load`. */
export function loadLoneCompute(
  surroundings: LoneSurroundings,
  configuration: Configuration,
  logging: LoggingHandle,
): Promise<ServiceOfApplications> {
  const { state_dir: path, keystone_port: keystonePort } = configuration.get(loneOptions);
  const { osapi_compute_listen_port: port } = configuration.get(serverOptions);
  return surroundings.load({
    logger: logging.logger,
    path,
    keystonePort,
    services: [{ type: 'compute', name: 'nova', url: `http://$(public_host)s:${port}/v2.1` }],
    load: (validator) => loadCompute(configuration, logging, validator),
  });
}
