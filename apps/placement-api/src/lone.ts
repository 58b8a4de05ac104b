// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import { Configuration, type ConfigurationInit } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { identityOptionGroups } from '@stackport/identity';
import { authtokenOptions, keystoneAccess } from '@stackport/keystone';
import { sharedOptionGroups } from '@stackport/middleware';
import { placementDatabaseOptions, placementDefaultValues, standaloneValues } from '@stackport/placement';
import { EmbeddedIdentity, StateFolder } from '@stackport/standalone';
import { type LoadedApplication, Server } from '@stackport/wsgi';
import { serverGroup } from './configuration.js';
import { loadPlacement } from './placement-process.js';

const HOST = '127.0.0.1';

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
  const own = standaloneValues(resolve(path), `http://${HOST}:${port}`);
  return { ...placementDefaultValues(), ...own, stackport: { bind_host: HOST } };
}

/**
 * Builds the service with an identity service in the same process, on a port of its own, over the state folder;
 * clouds.yaml there says how to log in. Throws StateFolderBusy, BindError, and what `createPlacement` throws.
 */
export async function loadLonePlacement(
  configuration: Configuration,
  logging: LoggingHandle,
): Promise<LoadedApplication> {
  const { state_dir: path, keystone_port: keystonePort, bind_port: port } = configuration.get(serverGroup);
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
        { type: 'placement', name: 'placement', url: `http://$(public_host)s:${port}` },
      ],
    });
    const service = await loadPlacement(configuration, logging, identity.service.validator);
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
