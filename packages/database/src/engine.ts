// SPDX-License-Identifier: Apache-2.0
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationStore } from './migrations/store.js';
import type { RawQuery } from './raw-query.js';

/** What is open of one database engine. */
export interface Engine {
  /** For the generated client; ending the client leaves the engine open. */
  adapter: SqlDriverAdapterFactory;
  rawQuery: RawQuery;
  migrationStore(): Promise<MigrationStore>;
  close(): Promise<void>;
}
