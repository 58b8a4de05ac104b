// SPDX-License-Identifier: Apache-2.0
import { Configuration, silentLogger } from '@stackport/config';
import {
  createIdentityService,
  identityOptionGroups,
  type IdentityService,
  type SeededService,
} from '@stackport/identity';
import { Client } from './client.js';
import { TemporaryFolder } from './temporary-folder.js';

/** An identity service in this process, with a state of its own. */
export interface BootedIdentity {
  readonly service: IdentityService;
  /** Asks without a token. */
  readonly client: Client;
  /** Holds `keystone.sqlite`. */
  readonly folder: TemporaryFolder;
  readonly adminPassword: string;
  /** A token of the administrator, for the project admin. */
  issueAdmin(): Promise<string>;
  /** Closes it, and removes the folder. */
  close(): Promise<void>;
}

const ADMIN_PASSWORD = 'admin-password';

export interface BootIdentityInit {
  /** Values by group and option. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Without its administrator, and whatever else there is at the beginning. */
  readonly empty?: boolean;
  /** For its catalog, which is empty by default. */
  readonly services?: readonly SeededService[];
  /** Milliseconds since 1970; the clock's by default. */
  readonly now?: () => number;
}

/** Starts the identity service on SQLite, with its administrator. */
export async function bootIdentity({
  values = {},
  empty = false,
  services = [],
  now,
}: BootIdentityInit = {}): Promise<BootedIdentity> {
  const folder = await TemporaryFolder.create('stackport-identity');
  const service = await createIdentityService({
    // The least cost there is: what passwords are hashed for here is not worth much.
    configuration: Configuration.of(identityOptionGroups, {
      ...values,
      identity: { password_hash_rounds: 4, ...values.identity },
    }),
    logger: silentLogger,
    databaseUrl: `sqlite:///${folder.file('keystone.sqlite')}`,
    ...(now === undefined ? {} : { now }),
  });
  if (!empty) await service.bootstrap({ adminPassword: ADMIN_PASSWORD, services });
  const client = Client.of(service.application).with({ Host: 'keystone.test:5000' });
  return {
    service,
    client,
    folder,
    adminPassword: ADMIN_PASSWORD,
    issueAdmin: async () => {
      const domain = { id: 'default' };
      const answer = await client.post('/v3/auth/tokens', {
        auth: {
          identity: { methods: ['password'], password: { user: { name: 'admin', domain, password: ADMIN_PASSWORD } } },
          scope: { project: { name: 'admin', domain } },
        },
      });
      return answer.headers.get('X-Subject-Token') ?? '';
    },
    close: async () => {
      await service.close();
      await folder.remove();
    },
  };
}
