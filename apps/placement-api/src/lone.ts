// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import type { Configuration, ConfigurationInit } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { authtokenOptions, keystoneAccess } from '@stackport/keystone';
import { placementDatabaseOptions, placementDefaultValues, standaloneValues } from '@stackport/placement';
import { LONE_HOST, type LoneSurroundings } from '@stackport/standalone';
import type { LoadedApplication } from '@stackport/wsgi';
import { serverGroup } from './configuration.js';
import { loadPlacement } from './placement-process.js';

/** Whether nobody configured this service: no file, no database, no Keystone. It then brings all of that along. */
export function isLone(configuration: Configuration): boolean {
  return (
    configuration.configFiles.length === 0 &&
    configuration.get(placementDatabaseOptions).connection === undefined &&
    keystoneAccess(configuration.get(authtokenOptions), configuration) === undefined
  );
}

/** What a lone service tells itself; command line and environment count before it. */
export function loneDefaults(configuration: Configuration): NonNullable<ConfigurationInit['defaults']> {
  const { state_dir: path, keystone_port: port } = configuration.get(serverGroup);
  const own = standaloneValues(resolve(path), `http://${LONE_HOST}:${port}`);
  return { ...placementDefaultValues(), ...own, stackport: { bind_host: LONE_HOST } };
}

/** Builds the service with an identity service beside it, over the state folder. Rejects as `LoneSurroundings.load`. */
export function loadLonePlacement(
  surroundings: LoneSurroundings,
  configuration: Configuration,
  logging: LoggingHandle,
): Promise<LoadedApplication> {
  const { state_dir: path, keystone_port: keystonePort, bind_port: port } = configuration.get(serverGroup);
  return surroundings.load({
    logger: logging.logger,
    path,
    keystonePort,
    services: [{ type: 'placement', name: 'placement', url: `http://$(public_host)s:${port}` }],
    load: (validator) => loadPlacement(configuration, logging, validator),
  });
}
