// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { DatabaseSchemaError } from '../errors.js';
import { retryWhileBusy } from '../sqlite/connection.js';
import { formatDateTime } from '../sqlite/conversion.js';
import type { SqliteFile } from '../sqlite/file.js';
import type { Migration } from './read.js';
import type { MigrationRecord, MigrationStore } from './store.js';

/** Migrations of a SQLite file. All of them are one transaction: it has every table, or none. */
export class SqliteMigrationStore implements MigrationStore {
  constructor(private readonly file: SqliteFile) {}

  async tables(): Promise<ReadonlySet<string>> {
    const { rows } = this.file.transactions.all(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
      [],
    );
    return new Set(rows.map(([name]) => String(name)));
  }

  async alembicRevisions(): Promise<string[]> {
    return this.file.transactions
      .all('SELECT version_num FROM alembic_version', [])
      .rows.map(([revision]) => String(revision));
  }

  async records(): Promise<MigrationRecord[]> {
    const { rows } = this.file.transactions.all(
      'SELECT migration_name, checksum, finished_at, rolled_back_at, logs FROM _prisma_migrations ORDER BY started_at, migration_name',
      [],
    );
    return rows.map(([name, checksum, finishedAt, rolledBackAt, logs]) => ({
      name: String(name),
      checksum: String(checksum),
      finished: finishedAt !== null,
      rolledBack: rolledBackAt !== null,
      logs: typeof logs === 'string' ? logs : null,
    }));
  }

  async exclusively<T>(action: () => Promise<T>): Promise<T> {
    const connection = this.file.transactions;
    const release = await this.file.lock();
    try {
      // Prisma's scripts rebuild tables with the check off, and the pragma is ignored within a transaction.
      connection.control('PRAGMA foreign_keys = OFF');
      await retryWhileBusy(() => connection.control('BEGIN EXCLUSIVE'), this.file.patience);
      const result = await action();
      const [orphan] = connection.all('PRAGMA foreign_key_check', []).rows;
      if (orphan !== undefined)
        throw new DatabaseSchemaError(
          `A migration left rows of the table ${String(orphan[0])} without the row they refer to`,
        );
      connection.control('COMMIT');
      return result;
    } finally {
      if (connection.inTransaction) connection.control('ROLLBACK');
      connection.control('PRAGMA foreign_keys = ON');
      release();
    }
  }

  async createRecords(): Promise<void> {
    this.file.transactions.exec(`CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`);
  }

  async apply({ name, sql, checksum }: Migration): Promise<void> {
    const startedAt = formatDateTime(new Date());
    try {
      this.file.transactions.exec(sql);
    } catch (error) {
      throw new DatabaseSchemaError(
        `The database migration ${name} failed and was undone: ${(error as Error).message}`,
        { cause: error },
      );
    }
    this.file.transactions.run(
      'INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)',
      [randomUUID(), checksum, formatDateTime(new Date()), name, startedAt],
    );
  }

  /** The connection is the file's. */
  async close(): Promise<void> {
    await Promise.resolve();
  }
}
