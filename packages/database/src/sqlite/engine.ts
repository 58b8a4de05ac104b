// SPDX-License-Identifier: Apache-2.0
import type { Engine } from '../engine.js';
import { DatabaseUnavailableError } from '../errors.js';
import { SqliteMigrationStore } from '../migrations/sqlite-store.js';
import type { DatabaseSettings } from '../settings.js';
import type { SqliteLocation } from '../url.js';
import { sqliteAdapterFactory } from './factory.js';
import { SqliteFile } from './file.js';
import { sqliteRawQuery } from './raw-query.js';

/** @throws DatabaseUnavailableError when the file cannot be opened or made */
export async function openSqlite({ path }: SqliteLocation, { sqliteSynchronous }: DatabaseSettings): Promise<Engine> {
  const file = await SqliteFile.open(path, { synchronous: sqliteSynchronous }).catch((error: unknown) => {
    throw new DatabaseUnavailableError(
      `The database file ${path ?? ''} cannot be opened: ${(error as Error).message}`,
      { cause: error },
    );
  });
  return {
    adapter: sqliteAdapterFactory(file),
    rawQuery: sqliteRawQuery(file),
    migrationStore: async () => new SqliteMigrationStore(file),
    close: async () => file.close(),
  };
}
