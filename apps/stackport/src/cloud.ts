// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Configuration, type ConfigurationInit } from '@stackport/config';
import { loggingOptions, setupLogging, type LoggingHandle } from '@stackport/context';
import {
  createGlanceService,
  glanceApiOptionGroups,
  glanceDefaultValues,
  recognizedOptions,
  standaloneValues,
  type GlanceService,
} from '@stackport/glance';
import { identityOptionGroups } from '@stackport/identity';
import { sharedOptionGroups } from '@stackport/middleware';
import { EmbeddedIdentity, type StateFolder } from '@stackport/standalone';
import { BindError, Server, type Application } from '@stackport/wsgi';
import type { Flags } from './flags.js';
import { PortInUse } from './port-in-use.js';

type Service = 'keystone' | 'glance';

/** All services of one process, listening. */
export interface Cloud {
  readonly identity: EmbeddedIdentity;
  readonly glance: GlanceService;
  readonly ports: Readonly<Record<Service, number>>;
  readonly adminPassword: string;
  /** Finishes what is in flight, then closes everything. */
  stop(): Promise<void>;
}

/** Builds every service over the state folder and opens their ports. Rejects with what is wrong, everything closed again. */
export async function startCloud(flags: Flags, state: StateFolder): Promise<Cloud> {
  const closing: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const keystone = await keystoneConfiguration(flags);
    const logging = setupLogging(keystone, 'stackport');
    closing.push(() => logging.close());
    const identity = await EmbeddedIdentity.open({
      state,
      configuration: keystone,
      logger: logging.logger,
      publicHost: flags.publicHost,
    });
    closing.push(() => identity.service.close());
    const keystonePort = await listen('keystone', identity.service.application, flags, logging, closing);
    const users = identity.makeUsers(flags.adminPassword);
    // Passwords are hashed while the next service is built; a failure of either is this function's.
    users.catch(() => undefined);
    const glance = await createGlanceService({
      configuration: await glanceConfiguration(flags, state, keystonePort),
      logging,
      validator: identity.service.validator,
    });
    closing.push(() => glance.close());
    const adminPassword = await users;
    const ports = {
      keystone: keystonePort,
      glance: await listen('glance', glance.application, flags, logging, closing),
    };
    return { identity, glance, ports, adminPassword, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Opens a service's port and gives its number. */
async function listen(
  name: Service,
  application: Application,
  flags: Flags,
  logging: LoggingHandle,
  closing: (() => Promise<void> | void)[],
): Promise<number> {
  const server = new Server(
    {
      name,
      bindHost: flags.host,
      bindPort: flags.ports[name],
      workers: 0,
      logger: logging.logger.named('eventlet.wsgi.server'),
    },
    { embedded: true },
  );
  try {
    await server.start(() => application, 0);
  } catch (error) {
    if (!(error instanceof BindError)) throw error;
    throw new PortInUse(
      `Port ${flags.ports[name]} cannot be opened for ${name} (${error.message}): choose another with --${name}-port`,
      {
        cause: error,
      },
    );
  }
  closing.push(() => server.stop());
  return server.port;
}

function keystoneConfiguration(flags: Flags): Promise<Configuration> {
  return configuration(flags, {
    project: 'keystone',
    program: 'keystone',
    groups: [...identityOptionGroups, ...sharedOptionGroups],
    defaults: {},
  });
}

function glanceConfiguration(flags: Flags, state: StateFolder, keystonePort: number): Promise<Configuration> {
  const identityUrl = `http://${flags.publicHost ?? flags.host}:${keystonePort}`;
  return configuration(flags, {
    project: 'glance',
    program: 'glance-api',
    groups: glanceApiOptionGroups,
    recognized: recognizedOptions(),
    defaults: { ...glanceDefaultValues(), ...standaloneValues(state.path, identityUrl) },
  });
}

/** What is built in, under what `<program>.conf` in the operator's folder says, under the environment. */
function configuration({ configDir }: Flags, init: ConfigurationInit): Promise<Configuration> {
  const file = configDir === undefined ? undefined : join(configDir, `${init.program}.conf`);
  const { DEFAULT, ...others } = init.defaults ?? {};
  return Configuration.load({
    ...init,
    groups: [...init.groups, loggingOptions],
    configFiles: file !== undefined && existsSync(file) ? [file] : [],
    // A line for each request is for those who ask for it.
    defaults: { ...others, DEFAULT: { default_log_levels: ['eventlet.wsgi.server=WARNING'], ...DEFAULT } },
  });
}
