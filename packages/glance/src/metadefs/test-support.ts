// SPDX-License-Identifier: Apache-2.0
// What the tests of the metadata definitions share.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { Enforcer } from '@stackport/policy';
import { createConnection } from 'mariadb';
import { openGlanceDatabase, type GlanceDatabase } from '../database.js';
import { policyRules } from '../policy-rules.js';
import { createMetadefs, type Metadefs } from './index.js';
import { MetadefNotifications } from '../notifications/metadef-notifications.js';
import { silentNotifications } from '../notifications/notifications.js';

export const providers = ['sqlite', 'mysql'] as const;

/** The machine's server for tests: root has no password. */
const SERVER = { host: '127.0.0.1', port: 3306, user: 'root' };

/** The metadata definitions on a database that one test file has to itself. */
export interface TestMetadefs {
  readonly database: GlanceDatabase;
  readonly enforcer: Enforcer;
  readonly metadefs: Metadefs;
  /** Closes the database and removes it. */
  close(): Promise<void>;
}

export async function openTestMetadefs(provider: (typeof providers)[number]): Promise<TestMetadefs> {
  const place = provider === 'sqlite' ? await sqlitePlace() : await mysqlPlace();
  const database = await openGlanceDatabase(place.url, { logger: silentLogger });
  const enforcer = Enforcer.create({ rules: policyRules, configuration: Configuration.of([]) });
  const metadefs = createMetadefs({
    database,
    enforcer,
    notifications: new MetadefNotifications(silentNotifications),
    logger: silentLogger,
  });
  await metadefs.initialise();
  return {
    database,
    enforcer,
    metadefs,
    close: async () => {
      await database.close();
      await place.remove();
    },
  };
}

/** Removes all namespaces and the resource types that came with them. */
export async function emptyMetadefs({ client }: GlanceDatabase): Promise<void> {
  await client.metadefTag.deleteMany();
  await client.metadefObject.deleteMany();
  await client.metadefProperty.deleteMany();
  await client.metadefNamespaceResourceType.deleteMany();
  await client.metadefNamespace.deleteMany();
  await client.metadefResourceType.deleteMany({ where: { protected: false } });
}

export const admin = new RequestContext({
  userId: 'user-of-admin',
  projectId: 'project-of-admin',
  roles: ['admin', 'member', 'reader'],
  isAdmin: true,
});

/** A member of another project. */
export const member = new RequestContext({
  userId: 'user-of-demo',
  projectId: 'project-of-demo',
  roles: ['member', 'reader'],
});

interface Place {
  readonly url: string;
  remove(): Promise<void>;
}

async function sqlitePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'stackport-metadefs-'));
  return {
    url: `sqlite:///${join(folder, 'glance.sqlite')}`,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function mysqlPlace(): Promise<Place> {
  const name = `stackport_test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const run = async (statement: string): Promise<void> => {
    const connection = await createConnection(SERVER);
    await connection.query(statement).finally(() => connection.end());
  };
  await run(`CREATE DATABASE ${name} CHARACTER SET utf8mb3`);
  return {
    url: `mysql+pymysql://${SERVER.user}@${SERVER.host}:${SERVER.port}/${name}?charset=utf8`,
    remove: () => run(`DROP DATABASE ${name}`),
  };
}
