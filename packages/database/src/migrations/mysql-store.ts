// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { Connection } from 'mariadb';
import { DatabaseSchemaError } from '../errors.js';
import type { Migration } from './read.js';
import type { MigrationRecord, MigrationStore } from './store.js';

/** The lock that Prisma's own engine takes, so that `prisma migrate deploy` and we keep out of each other's way. */
const lockName = 'prisma_migrate';
/** Seconds. */
const lockTimeout = 120;

/** Migrations of a MySQL or MariaDB database, on a connection of their own: the lock belongs to it and ends with it. */
export class MysqlMigrationStore implements MigrationStore {
  /** @param connection - takes several statements in one query */
  constructor(private readonly connection: Connection) {}

  async tables(): Promise<ReadonlySet<string>> {
    const rows = await this.connection.query<{ name: string }[]>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
    );
    return new Set(rows.map(({ name }) => name));
  }

  async alembicRevisions(): Promise<string[]> {
    const rows = await this.connection.query<{ version_num: string }[]>('SELECT version_num FROM alembic_version');
    return rows.map(({ version_num: revision }) => revision);
  }

  async records(): Promise<MigrationRecord[]> {
    const rows = await this.connection.query<
      {
        migration_name: string;
        checksum: string;
        finished_at: string | null;
        rolled_back_at: string | null;
        logs: string | null;
      }[]
    >(
      'SELECT migration_name, checksum, finished_at, rolled_back_at, logs FROM _prisma_migrations ORDER BY started_at, migration_name',
    );
    return rows.map((row) => ({
      name: row.migration_name,
      checksum: row.checksum,
      finished: row.finished_at !== null,
      rolledBack: row.rolled_back_at !== null,
      logs: row.logs,
    }));
  }

  async exclusively<T>(action: () => Promise<T>): Promise<T> {
    const [row] = await this.connection.query<{ locked: number | bigint | null }[]>('SELECT GET_LOCK(?, ?) AS locked', [
      lockName,
      lockTimeout,
    ]);
    if (Number(row?.locked) !== 1)
      throw new DatabaseSchemaError(
        `The lock for database migrations ('${lockName}') was not free within ${lockTimeout} s: another process holds it`,
      );
    try {
      return await action();
    } finally {
      await this.connection.query('DO RELEASE_LOCK(?)', [lockName]);
    }
  }

  async createRecords(): Promise<void> {
    await this.connection.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             DATETIME(3),
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          DATETIME(3),
    started_at              DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    applied_steps_count     INTEGER UNSIGNED NOT NULL DEFAULT 0
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  }

  async apply({ name, sql, checksum }: Migration): Promise<void> {
    const id = randomUUID();
    // Recorded as running first: MySQL commits every DDL statement, so a script that fails has done part of its work.
    await this.connection.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))',
      [id, checksum, name],
    );
    try {
      await this.connection.query(sql);
    } catch (error) {
      const { sqlMessage, message } = error as { sqlMessage?: string; message: string };
      const reason = sqlMessage ?? message;
      await this.connection.query('UPDATE _prisma_migrations SET logs = ? WHERE id = ?', [reason, id]);
      throw new DatabaseSchemaError(`The database migration ${name} failed: ${reason}`, { cause: error });
    }
    await this.connection.query(
      'UPDATE _prisma_migrations SET finished_at = UTC_TIMESTAMP(3), applied_steps_count = 1 WHERE id = ?',
      [id],
    );
  }

  async close(): Promise<void> {
    await this.connection.end();
  }
}
