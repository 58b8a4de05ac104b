// SPDX-License-Identifier: Apache-2.0
import type { Migration } from './read.js';

/** A row of `_prisma_migrations`. */
export interface MigrationRecord {
  name: string;
  checksum: string;
  finished: boolean;
  rolledBack: boolean;
  logs: string | null;
}

/** What the runner asks of a database engine. It has a connection of its own. */
export interface MigrationStore {
  /** Base tables, without the engine's own. */
  tables(): Promise<ReadonlySet<string>>;
  /** What `alembic_version` holds. */
  alembicRevisions(): Promise<string[]>;
  /** The rows of `_prisma_migrations`, oldest first; the table exists. */
  records(): Promise<MigrationRecord[]>;
  /** Runs the action while no other process migrates this database. SQLite rolls back what it did when it throws. */
  exclusively<T>(action: () => Promise<T>): Promise<T>;
  /** Makes `_prisma_migrations` as Prisma's engine does, if it is not there. */
  createRecords(): Promise<void>;
  /** Runs the script and records it; when it fails, what MySQL cannot undo stays recorded as failed. */
  apply(migration: Migration): Promise<void>;
  close(): Promise<void>;
}
