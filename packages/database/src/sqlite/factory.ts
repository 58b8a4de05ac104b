// SPDX-License-Identifier: Apache-2.0
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { SqliteAdapter } from './adapter.js';
import type { SqliteFile } from './file.js';

/** What `new PrismaClient({ adapter })` takes for an open SQLite database. Closing the client leaves the file open. */
export function sqliteAdapterFactory(file: SqliteFile): SqlDriverAdapterFactory {
  const adapter = new SqliteAdapter(file);
  return { provider: adapter.provider, adapterName: adapter.adapterName, connect: async () => adapter };
}
