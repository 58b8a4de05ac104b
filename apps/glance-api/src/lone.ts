// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import { type Configuration, type ConfigurationInit, declareOptions, option } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { databaseOptions } from '@stackport/database';
import { apiOptions, createGlanceService, standaloneValues } from '@stackport/glance';
import { authtokenOptions, keystoneAccess } from '@stackport/keystone';
import { LONE_HOST, type LoneSurroundings } from '@stackport/standalone';
import type { LoadedApplication } from '@stackport/wsgi';

/** `[stackport]`: what there is no upstream option for. */
export const loneOptions = declareOptions('stackport', {
  state_dir: option.string({
    default: '.stackport',
    help: 'Folder for databases, images and clouds.yaml where neither a file nor a Keystone is configured.',
  }),
  keystone_port: option.port({ default: 5000, help: 'Port of the identity service that such a service brings along.' }),
});

/** Whether nobody configured this service: no file, no database, no Keystone. It then brings all of that along. */
export function isLone(configuration: Configuration): boolean {
  return (
    configuration.configFiles.length === 0 &&
    configuration.get(databaseOptions).connection === undefined &&
    keystoneAccess(configuration.get(authtokenOptions), configuration) === undefined
  );
}

/** What a lone service tells itself; command line and environment count before it. */
export function loneDefaults(configuration: Configuration): NonNullable<ConfigurationInit['defaults']> {
  const { state_dir: path, keystone_port: port } = configuration.get(loneOptions);
  const { DEFAULT, ...others } = standaloneValues(resolve(path), `http://${LONE_HOST}:${port}`);
  return { ...others, DEFAULT: { bind_host: LONE_HOST, ...DEFAULT } };
}

/** Builds the service with an identity service beside it, over the state folder. Rejects as `LoneSurroundings.load`. */
export function loadLoneImageService(
  surroundings: LoneSurroundings,
  configuration: Configuration,
  logging: LoggingHandle,
): Promise<LoadedApplication> {
  const { state_dir: path, keystone_port: keystonePort } = configuration.get(loneOptions);
  const { bind_port: port = 9292 } = configuration.get(apiOptions);
  return surroundings.load({
    logger: logging.logger,
    path,
    keystonePort,
    services: [{ type: 'image', name: 'glance', url: `http://$(public_host)s:${port}` }],
    load: (validator) => createGlanceService({ configuration, logging, validator }),
  });
}
