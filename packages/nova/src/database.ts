// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { openDatabase, type Database, type DatabaseSettings, type TransactionClient } from '@stackport/database';
import type { PrismaClient as ApiClient } from './generated/api/mysql/client.js';
import type { PrismaClient as CellClient } from './generated/cell/mysql/client.js';

/** The API database (`nova_api`): flavors, key pairs, aggregates, quotas, server groups, mappings of cells. */
export type ApiDatabase = Database<ApiClient>;

/** Its client inside a transaction. */
export type ApiTransaction = TransactionClient<ApiClient>;

/** The database of a cell (`nova`, `nova_cell0`): instances and what they have, services, compute nodes, migrations. */
export type CellDatabase = Database<CellClient>;

/** Its client inside a transaction. */
export type CellTransaction = TransactionClient<CellClient>;

export interface OpenOptions {
  readonly settings?: Partial<DatabaseSettings>;
  readonly logger: Logger;
}

/** Revisions of Python's migrations whose tables are those of our schemas. */
const API_REVISIONS = ['b30f573d3377'];
const CELL_REVISIONS = ['ccb0fa1a2252'];

/** Opens (and migrates, where it is ours) the API database. Rejects as `openDatabase` does. */
export function openApiDatabase(url: string, options: OpenOptions): Promise<ApiDatabase> {
  return openDatabase<ApiClient>({
    url,
    clients: {
      mysql: () => import('./generated/api/mysql/client.js'),
      sqlite: () => import('./generated/api/sqlite/client.js'),
    },
    migrations: new URL('../prisma/api/migrations/', import.meta.url),
    alembicRevisions: API_REVISIONS,
    ...options,
  });
}

/** Opens (and migrates, where it is ours) the database of a cell. Rejects as `openDatabase` does. */
export function openCellDatabase(url: string, options: OpenOptions): Promise<CellDatabase> {
  return openDatabase<CellClient>({
    url,
    clients: {
      mysql: () => import('./generated/cell/mysql/client.js'),
      sqlite: () => import('./generated/cell/sqlite/client.js'),
    },
    migrations: new URL('../prisma/cell/migrations/', import.meta.url),
    alembicRevisions: CELL_REVISIONS,
    ...options,
  });
}
