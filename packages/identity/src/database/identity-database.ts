// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { openDatabase, type Database, type DatabaseSettings, type TransactionClient } from '@stackport/database';
import type { PrismaClient } from '../generated/mysql/client.js';

export type IdentityDatabase = Database<PrismaClient>;

/** What a repository reads and writes with: the database's client, or the one of a transaction. */
export type Client = TransactionClient<PrismaClient>;

/** Opens the identity service's own database and brings its tables up to date. Throws what `openDatabase` throws. */
export function openIdentityDatabase(init: {
  readonly url: string;
  readonly settings?: Partial<DatabaseSettings>;
  readonly logger: Logger;
}): Promise<IdentityDatabase> {
  return openDatabase<PrismaClient>({
    ...init,
    clients: {
      mysql: () => import('../generated/mysql/client.js'),
      sqlite: () => import('../generated/sqlite/client.js'),
    },
    migrations: new URL('../../prisma/migrations/', import.meta.url),
  });
}
