// SPDX-License-Identifier: Apache-2.0
// Databases of both kinds for the tests of what several processes share.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@stackport/config';
import { createConnection } from 'mariadb';
import { openGlanceDatabase, type GlanceDatabase } from '../database.js';
import { Image } from '../images/image.js';

export const providers = ['sqlite', 'mysql'] as const;

/** The machine's server for tests: root has no password. */
const SERVER = { host: '127.0.0.1', port: 3306, user: 'root' };

/** A database that one test file has to itself. */
export interface TestDatabase {
  readonly database: GlanceDatabase;
  /** Closes it and removes it. */
  close(): Promise<void>;
}

export async function openTestDatabase(provider: (typeof providers)[number]): Promise<TestDatabase> {
  if (provider === 'sqlite') {
    const folder = await mkdtemp(join(tmpdir(), 'stackport-tasks-'));
    const database = await openGlanceDatabase(`sqlite:///${join(folder, 'glance.sqlite')}`, { logger: silentLogger });
    return { database, close: () => database.close().then(() => rm(folder, { recursive: true, force: true })) };
  }
  const name = `stackport_test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  await run(`CREATE DATABASE ${name} CHARACTER SET utf8mb3`);
  const url = `mysql+pymysql://${SERVER.user}@${SERVER.host}:${SERVER.port}/${name}?charset=utf8`;
  const database = await openGlanceDatabase(url, { logger: silentLogger });
  return { database, close: () => database.close().then(() => run(`DROP DATABASE ${name}`)) };
}

async function run(sql: string): Promise<void> {
  const connection = await createConnection(SERVER);
  await connection.query(sql).finally(() => connection.end());
}

/** An image that nobody has stored yet. */
export function newImage(values: Partial<ConstructorParameters<typeof Image>[0]> = {}): Image {
  const at = new Date(Math.floor(Date.now() / 1000) * 1000);
  return new Image({
    id: randomUUID(),
    name: null,
    status: 'queued',
    visibility: 'shared',
    size: null,
    virtualSize: null,
    checksum: null,
    osHashAlgo: null,
    osHashValue: null,
    diskFormat: 'raw',
    containerFormat: 'bare',
    minDisk: 0,
    minRam: 0,
    owner: 'demo',
    protected: false,
    osHidden: false,
    createdAt: at,
    updatedAt: at,
    properties: {},
    tags: [],
    locations: [],
    member: null,
    ...values,
  });
}
