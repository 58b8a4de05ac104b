// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { openDatabase, type Database, type DatabaseSettings, type TransactionClient } from '@stackport/database';
import type { PrismaClient } from './generated/mysql/client.js';

/** The Image service's database, whichever provider is behind it: the two generated clients have one shape. */
export type GlanceDatabase = Database<PrismaClient>;

/** Its client inside a transaction. */
export type GlanceTransaction = TransactionClient<PrismaClient>;

/** Revisions of Python's migrations whose tables are those of our schema. */
const ALEMBIC_REVISIONS = ['wallaby_contract01'];

/** Where our migrations are. */
export const MIGRATIONS = new URL('../prisma/migrations/', import.meta.url);

/**
 * Opens (and migrates, where it is ours) the database that the URL names. Rejects as `openDatabase` does.
 * @param migrate - false: one that lacks migrations is refused.
 */
export function openGlanceDatabase(
  url: string,
  {
    settings,
    logger,
    migrate = true,
  }: { readonly settings?: Partial<DatabaseSettings>; readonly logger: Logger; readonly migrate?: boolean },
): Promise<GlanceDatabase> {
  return openDatabase<PrismaClient>({
    url,
    clients: {
      mysql: () => import('./generated/mysql/client.js'),
      sqlite: () => import('./generated/sqlite/client.js'),
    },
    migrations: MIGRATIONS,
    migrate,
    alembicRevisions: ALEMBIC_REVISIONS,
    ...(settings === undefined ? {} : { settings }),
    logger,
  });
}
