// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import { Configuration, type ConfigurationInit, declareOptions, option } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { databaseOptions } from '@stackport/database';
import { identityOptionGroups } from '@stackport/identity';
import { authtokenOptions, keystoneAccess } from '@stackport/keystone';
import { sharedOptionGroups } from '@stackport/middleware';
import { apiDatabaseOptions, serverOptions, standaloneDefaults } from '@stackport/nova';
import { EmbeddedIdentity, StateFolder } from '@stackport/standalone';
import { type LoadedApplication, Server } from '@stackport/wsgi';
import { loadCompute } from './compute.js';

const HOST = '127.0.0.1';

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
  const { DEFAULT, ...others } = standaloneDefaults(resolve(path), `http://${HOST}:${port}`);
  return { ...others, DEFAULT: { ...DEFAULT, osapi_compute_listen: HOST, enabled_apis: ['osapi_compute'] } };
}

/**
 * Builds the service with an identity service in the same process, on a port of its own, over the state folder;
 * clouds.yaml there says how to log in. Throws StateFolderBusy, BindError, and what `createNovaApi` throws.
 */
export async function loadLoneCompute(
  configuration: Configuration,
  logging: LoggingHandle,
): Promise<LoadedApplication> {
  const { state_dir: path, keystone_port: keystonePort } = configuration.get(loneOptions);
  const { osapi_compute_listen_port: port } = configuration.get(serverOptions);
  const logger = logging.logger;
  const closing: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const state = StateFolder.open(path);
    closing.push(() => state.release());
    const identity = await EmbeddedIdentity.open({
      state,
      configuration: Configuration.of([...identityOptionGroups, ...sharedOptionGroups]),
      logger,
    });
    closing.push(() => identity.service.close());
    const server = new Server({ name: 'keystone', bindHost: HOST, bindPort: keystonePort, logger }, { embedded: true });
    await server.start(() => identity.service.application, keystonePort);
    closing.push(() => server.stop());
    await identity.makeUsers();
    const { cloudsYaml } = await identity.publish({
      identityUrl: `http://${HOST}:${server.port}`,
      services: [
        { type: 'identity', name: 'keystone', url: `http://$(public_host)s:${server.port}` },
        { type: 'compute', name: 'nova', url: `http://$(public_host)s:${port}/v2.1` },
      ],
    });
    const service = await loadCompute(configuration, logging, identity.service.validator);
    closing.push(() => service.close?.());
    logger.info(
      `No configuration file and no Keystone: brought an identity service along. How to log in is in ${cloudsYaml}`,
    );
    return { application: service.application, close };
  } catch (error) {
    await close();
    throw error;
  }
}
