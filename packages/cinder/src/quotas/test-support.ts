// SPDX-License-Identifier: Apache-2.0
// Databases of both kinds, and quotas over them, for tests.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@stackport/config';
import { createConnection } from 'mariadb';
import { openCinderDatabase, type CinderDatabase, type CinderTransaction } from '../database.js';
import { QuotaEngine } from './quota-engine.js';
import type { QuotaSettings } from './quota-limits.js';
import { QuotaRepository } from './quota-repository.js';

export const providers = ['sqlite', 'mysql'] as const;

/** The machine's server for tests: root has no password. */
const SERVER = { host: '127.0.0.1', port: 3306, user: 'root' };

/** A database that one test file has to itself. */
export interface TestDatabase {
  readonly database: CinderDatabase;
  /** As `[database] connection` says it. */
  readonly url: string;
  /** Closes it and removes it. */
  close(): Promise<void>;
}

export async function openTestDatabase(provider: (typeof providers)[number] = 'sqlite'): Promise<TestDatabase> {
  if (provider === 'sqlite') {
    const folder = await mkdtemp(join(tmpdir(), 'stackport-cinder-'));
    const url = `sqlite:///${join(folder, 'cinder.sqlite')}`;
    const database = await openCinderDatabase(url, { logger: silentLogger });
    return { database, url, close: () => database.close().then(() => rm(folder, { recursive: true, force: true })) };
  }
  const name = `stackport_test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  await run(`CREATE DATABASE ${name} CHARACTER SET utf8mb3`);
  const url = `mysql+pymysql://${SERVER.user}@${SERVER.host}:${SERVER.port}/${name}?charset=utf8`;
  const database = await openCinderDatabase(url, { logger: silentLogger });
  return { database, url, close: () => database.close().then(() => run(`DROP DATABASE ${name}`)) };
}

async function run(sql: string): Promise<void> {
  const connection = await createConnection(SERVER);
  await connection.query(sql).finally(() => connection.end());
}

export const defaultQuotaSettings: QuotaSettings = {
  quota_volumes: 10,
  quota_snapshots: 10,
  quota_consistencygroups: 10,
  quota_groups: 10,
  quota_gigabytes: 1000,
  quota_backups: 10,
  quota_backup_gigabytes: 1000,
  per_volume_size_limit: -1,
  reservation_expire: 86_400,
  until_refresh: 0,
  max_age: 0,
  use_default_quota_class: true,
  no_snapshot_gb_quota: false,
};

export function createQuotas(
  database: CinderDatabase,
  settings: Partial<QuotaSettings> = {},
  clock: () => number = Date.now,
): QuotaEngine {
  return new QuotaEngine({
    database,
    repository: new QuotaRepository(database),
    settings: { ...defaultQuotaSettings, ...settings },
    logger: silentLogger,
    clock,
  });
}

/** A volume's row. @param size - GiB */
export async function insertVolume(
  tx: CinderTransaction,
  values: { readonly projectId: string; readonly size: number; readonly volumeTypeId?: string },
): Promise<string> {
  const id = randomUUID();
  await tx.volume.create({ data: { id, volumeTypeId: randomUUID(), status: 'available', ...values } });
  return id;
}
