// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Configuration, type ConfigurationInit } from '@stackport/config';
import { loggingOptions, setupLogging } from '@stackport/context';
import { identityOptionGroups } from '@stackport/identity';
import { sharedOptionGroups } from '@stackport/middleware';
import { EmbeddedIdentity, type StateFolder } from '@stackport/standalone';
import type { Application } from '@stackport/wsgi';
import type { Flags, ServiceName } from './flags.js';
import { issueToken } from './issue-token.js';
import { listen } from './listen.js';
import { services, type CloudService } from './services.js';

/** All services of one process, listening. */
export interface Cloud {
  readonly identity: EmbeddedIdentity;
  readonly applications: Readonly<Record<ServiceName, Application>>;
  readonly ports: Readonly<Record<ServiceName, number>>;
  /** For the project admin. */
  readonly adminToken: string;
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
    const keystone = await configuration(flags, {
      project: 'keystone',
      program: 'keystone',
      groups: [...identityOptionGroups, ...sharedOptionGroups],
    });
    const logging = setupLogging(keystone, 'stackport');
    closing.push(() => logging.close());
    const identity = await EmbeddedIdentity.open({
      state,
      configuration: keystone,
      logger: logging.logger,
      publicHost: flags.publicHost,
    });
    closing.push(() => identity.service.close());
    const open = async (name: ServiceName, application: Application): Promise<number> => {
      const server = await listen(name, application, flags, logging);
      closing.push(() => server.stop());
      return server.port;
    };
    const applications = { keystone: identity.service.application } as Record<ServiceName, Application>;
    const ports = { keystone: await open('keystone', applications.keystone) } as Record<ServiceName, number>;
    const surroundings = {
      flags,
      statePath: state.path,
      identityUrl: `http://${flags.publicHost ?? flags.host}:${ports.keystone}`,
      computeUser: identity.serviceUser('nova'),
    };
    // Passwords are hashed, databases and folders are opened meanwhile.
    const users = identity.makeUsers(flags.adminPassword, ['nova']);
    const issued = async (): Promise<string> => issueToken(applications.keystone, await users);
    let token = issued();
    const starting = new Map<ServiceName, Promise<Application>>();
    const start = async (service: CloudService): Promise<Application> => {
      const running = await service.start({
        configuration: await configuration(flags, service.configuration(surroundings)),
        logging,
        validator: identity.service.validator,
        surroundings,
        other: (name) => starting.get(name) ?? Promise.reject(new Error(`${name} is no service of this cloud`)),
        token: (isOver) => (isOver ? (token = issued()) : token),
      });
      closing.push(() => running.close());
      Object.assign(applications, running.further);
      return running.application;
    };
    for (const service of services) starting.set(service.name, start(service));
    // Nothing may be under way any more when a failure closes what there is.
    await Promise.allSettled([token, ...starting.values()]);
    for (const [name, application] of starting) applications[name] = await application;
    const adminToken = await token;
    for (const [name, application] of Object.entries(applications) as [ServiceName, Application][])
      if (name !== 'keystone') ports[name] = await open(name, application);
    return { identity, applications, ports, adminToken, stop };
  } catch (error) {
    await stop();
    throw error;
  }
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
    defaults: {
      ...others,
      DEFAULT: { default_log_levels: ['eventlet.wsgi.server=WARNING', 'placement.requestlog=WARNING'], ...DEFAULT },
    },
  });
}
