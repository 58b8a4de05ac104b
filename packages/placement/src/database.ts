// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { openDatabase, type Database, type DatabaseSettings, type TransactionClient } from '@stackport/database';
import type { PrismaClient } from './generated/mysql/client.js';

/** The Placement service's database, whichever provider is behind it: the two generated clients have one shape. */
export type PlacementDatabase = Database<PrismaClient>;

/** What a repository reads and writes with: the database's client, or the one of a transaction. */
export type Client = TransactionClient<PrismaClient>;

/** Revisions of Python's migrations whose tables are those of our schema. */
const ALEMBIC_REVISIONS = ['422ece571366'];

/** Opens (and migrates, where it is ours) the database that the URL names. Rejects as `openDatabase` does. */
export function openPlacementDatabase(
  url: string,
  { settings, logger }: { readonly settings?: Partial<DatabaseSettings>; readonly logger: Logger },
): Promise<PlacementDatabase> {
  return openDatabase<PrismaClient>({
    url,
    clients: {
      mysql: () => import('./generated/mysql/client.js'),
      sqlite: () => import('./generated/sqlite/client.js'),
    },
    migrations: new URL('../prisma/migrations/', import.meta.url),
    alembicRevisions: ALEMBIC_REVISIONS,
    ...(settings === undefined ? {} : { settings }),
    logger,
  });
}
