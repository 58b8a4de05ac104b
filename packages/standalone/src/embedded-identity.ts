// SPDX-License-Identifier: Apache-2.0
import { existsSync, writeFileSync } from 'node:fs';
import type { Configuration, Logger } from '@stackport/config';
import { createIdentityService, type IdentityService, type SeededService } from '@stackport/identity';
import { writeClientFiles } from './client-files.js';
import type { StateFolder } from './state-folder.js';

const REGION = 'RegionOne';
/** Of the users of services: what tells a service from a person, and what only an administrator may do. */
const SERVICE_ROLES = ['service', 'admin'];

/** Names of the clouds in clouds.yaml: the administrator's, and the demo user's. */
const CLOUDS = { admin: 'stackport', demo: 'stackport-demo' } as const;

export interface EmbeddedIdentityInit {
  readonly state: StateFolder;
  readonly configuration: Configuration;
  readonly logger: Logger;
  /** Host in the catalog's URLs; the one that a client asked where none is given. */
  readonly publicHost?: string | undefined;
}

/** Where clients find this cloud. */
export interface CloudEntry {
  /** Of the identity service: `http://127.0.0.1:5000`. */
  readonly identityUrl: string;
  readonly services: readonly SeededService[];
}

export interface ClientFiles {
  readonly cloudsYaml: string;
  readonly openrc: string;
}

/** The identity service over a state folder, for whoever has no Keystone. */
export class EmbeddedIdentity {
  readonly service: IdentityService;
  readonly #state: StateFolder;

  private constructor(service: IdentityService, state: StateFolder) {
    this.service = service;
    this.#state = state;
  }

  /** Rejects as `createIdentityService` does. */
  static async open({ state, configuration, logger, publicHost }: EmbeddedIdentityInit): Promise<EmbeddedIdentity> {
    const service = await createIdentityService({
      configuration,
      logger,
      databaseUrl: `sqlite:///${state.file('keystone.sqlite')}`,
      publicHost,
    });
    return new EmbeddedIdentity(service, state);
  }

  /**
   * Makes the users, projects and roles that are not there yet. Most of it is waiting for password hashes, so that
   * something else can be done meanwhile.
   * @param adminPassword - replaces the administrator's.
   * @param services - whose users are wanted: `nova`, with upstream's roles in the project `service`.
   * @returns the administrator's password.
   */
  async makeUsers(adminPassword?: string, services: readonly string[] = []): Promise<string> {
    const state = this.#state;
    // Setting a password again would end everybody's tokens: only the first time, or when another is asked for.
    const marker = state.file('secrets', 'prepared');
    const markerOf = (service: string): string => state.file('secrets', `prepared-service-${service}`);
    const first = !existsSync(marker);
    const missing = services.filter((service) => !existsSync(markerOf(service)));
    const known = state.secret('admin-password');
    const admin = adminPassword ?? known;
    if (!first && missing.length === 0 && admin === known) return admin;
    await this.service.bootstrap({
      region: REGION,
      ...(first || admin !== known ? { adminPassword: admin } : {}),
      users: [
        ...(first ? [{ name: 'demo', password: state.secret('demo-password'), project: 'demo' }] : []),
        ...missing.map((service) => ({ ...this.serviceUser(service), roles: SERVICE_ROLES })),
      ],
    });
    state.setSecret('admin-password', admin);
    for (const file of [marker, ...missing.map(markerOf)]) writeFileSync(file, '', { mode: 0o600 });
    return admin;
  }

  /** How a service logs in, once `makeUsers` has made its user. */
  serviceUser(name: string): { readonly name: string; readonly password: string; readonly project: string } {
    return { name, password: this.#state.secret(`${name}-password`), project: 'service' };
  }

  /** Makes the catalog say where the services are, and writes the clients' files. After `makeUsers`. */
  async publish({ identityUrl, services }: CloudEntry): Promise<ClientFiles> {
    await this.service.bootstrap({ region: REGION, services });
    const admin = this.#state.secret('admin-password');
    const access = { authUrl: `${identityUrl}/v3`, region: REGION };
    return writeClientFiles(this.#state, {
      [CLOUDS.admin]: { ...access, username: 'admin', password: admin, projectName: 'admin' },
      [CLOUDS.demo]: {
        ...access,
        username: 'demo',
        password: this.#state.secret('demo-password'),
        projectName: 'demo',
      },
    });
  }
}
