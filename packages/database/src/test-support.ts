// SPDX-License-Identifier: Apache-2.0
// What the tests of this package share.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import mariadb from 'mariadb';
import type { Logger } from '@stackport/config';
import { openDatabase, type Database, type DatabaseInit } from './database.js';
import type { PrismaClient } from './generated/mysql/client.js';

export const migrations = new URL('../prisma/migrations/', import.meta.url);

/** The local server that tests may use: databases of their own, dropped afterwards. */
const server = { host: '127.0.0.1', port: 3306, user: 'root' };

/** A place for a database that does not exist yet, and how to get rid of it. */
export interface Place {
  url: string;
  /** Runs one statement outside of Prisma. */
  run(sql: string): Promise<unknown[]>;
  remove(): Promise<void>;
}

export async function newPlace(provider: 'mysql' | 'sqlite'): Promise<Place> {
  return provider === 'sqlite' ? newSqlitePlace() : newMysqlPlace();
}

async function newSqlitePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'stackport-database-test-'));
  const path = join(folder, 'test.sqlite');
  return {
    url: `sqlite:///${path}`,
    run: async (sql) => {
      const { DatabaseSync } = await import('@photostructure/sqlite');
      const database = new DatabaseSync(path);
      try {
        return database.prepare(sql).all() as unknown[];
      } finally {
        database.close();
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function newMysqlPlace(): Promise<Place> {
  const name = `stackport_test_${randomUUID().slice(0, 8)}`;
  const once = async (sql: string, database?: string): Promise<unknown[]> => {
    const connection = await mariadb.createConnection({
      ...server,
      ...(database === undefined ? {} : { database }),
    });
    try {
      return [await connection.query<unknown>(sql)].flat();
    } finally {
      await connection.end();
    }
  };
  await once(`CREATE DATABASE ${name}`);
  return {
    url: `mysql+pymysql://${server.user}@${server.host}:${server.port}/${name}?charset=utf8`,
    run: (sql) => once(sql, name),
    remove: async () => {
      await once(`DROP DATABASE ${name}`);
    },
  };
}

export function openTestDatabase(url: string, init: Partial<DatabaseInit> = {}): Promise<Database<PrismaClient>> {
  return openDatabase<PrismaClient>({
    url,
    clients: {
      mysql: () => import('./generated/mysql/client.js'),
      sqlite: () => import('./generated/sqlite/client.js'),
    },
    migrations,
    ...init,
  });
}

/** A logger that keeps its lines: `level: message`. */
export function recordingLogger(): Logger & { lines: string[] } {
  const lines: string[] = [];
  const at =
    (level: string) =>
    (message: string): void =>
      void lines.push(`${level}: ${message}`);
  const logger = {
    lines,
    debug: at('debug'),
    info: at('info'),
    audit: at('audit'),
    warning: at('warning'),
    error: at('error'),
    critical: at('critical'),
    isEnabledFor: () => true,
    named: (): Logger => logger,
  };
  return logger;
}
