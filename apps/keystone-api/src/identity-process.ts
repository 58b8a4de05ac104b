// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { databaseOptions, databaseSettings } from '@stackport/database';
import { createIdentityService, type SeededService } from '@stackport/identity';
import { EmbeddedIdentity, StateFolder } from '@stackport/standalone';
import { type LoadedApplication, workerNumber } from '@stackport/wsgi';
import { serverGroup, standaloneGroup } from './configuration.js';

/** Where an operator leaves the administrator's password for the first start, as for `keystone-manage bootstrap`. */
const BOOTSTRAP_PASSWORD = 'OS_BOOTSTRAP_PASSWORD';

/**
 * Builds the Identity service for the process that serves: over the configured database, or else over one of its own in
 * the state folder, where clouds.yaml then says how to log in. Throws what `createIdentityService` throws, and
 * StateFolderBusy.
 */
export async function loadIdentity(
  configuration: Configuration,
  logger: Logger,
  environment: NodeJS.ProcessEnv,
): Promise<LoadedApplication> {
  const { url, settings } = databaseSettings(configuration.get(databaseOptions));
  const loaded =
    url === undefined
      ? await standalone(configuration, logger, environment)
      : await overDatabase(configuration, logger, environment, { url, settings });
  if ((workerNumber() ?? 0) === 0) configuration.reportUnknown(logger);
  return loaded;
}

async function overDatabase(
  configuration: Configuration,
  logger: Logger,
  environment: NodeJS.ProcessEnv,
  { url, settings }: { url: string; settings: ReturnType<typeof databaseSettings>['settings'] },
): Promise<LoadedApplication> {
  const { public_host: publicHost } = configuration.get(standaloneGroup);
  const service = await createIdentityService({
    configuration,
    logger,
    databaseUrl: url,
    databaseSettings: settings,
    publicHost,
  });
  const adminPassword = environment[BOOTSTRAP_PASSWORD];
  // Of several workers, the first does it for all.
  if (adminPassword !== undefined && (workerNumber() ?? 0) === 0)
    await service.bootstrap({ adminPassword, services: [itself(configuration)] });
  return { application: service.application, close: () => service.close() };
}

async function standalone(
  configuration: Configuration,
  logger: Logger,
  environment: NodeJS.ProcessEnv,
): Promise<LoadedApplication> {
  const { state_dir: path, public_host: publicHost } = configuration.get(standaloneGroup);
  const { public_bind_host: host, public_port: port } = configuration.get(serverGroup);
  const state = StateFolder.open(path);
  try {
    const identity = await EmbeddedIdentity.open({ state, configuration, logger, publicHost });
    const reachable = publicHost ?? (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);
    await identity.makeUsers(environment[BOOTSTRAP_PASSWORD]);
    const { cloudsYaml } = await identity.publish({
      identityUrl: `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`,
      services: [itself(configuration)],
    });
    logger.info(`How to log in is in ${cloudsYaml}`);
    return {
      application: identity.service.application,
      async close() {
        await identity.service.close();
        state.release();
      },
    };
  } catch (error) {
    state.release();
    throw error;
  }
}

/** The service's own entry in the catalog. */
function itself(configuration: Configuration): SeededService {
  const { public_port: port } = configuration.get(serverGroup);
  return { type: 'identity', name: 'keystone', url: `http://$(public_host)s:${port}/v3` };
}
