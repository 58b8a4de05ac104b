// SPDX-License-Identifier: Apache-2.0
import { silentLogger, type Logger } from '@stackport/config';
import type { Engine } from './engine.js';
import { isWriteConflict } from './errors.js';
import { readMigrations } from './migrations/read.js';
import { migrate, type DatabaseOwner } from './migrations/runner.js';
import type { RawQuery } from './raw-query.js';
import { defaultSettings, type DatabaseSettings } from './settings.js';
import { parseDatabaseUrl, type DatabaseLocation } from './url.js';

/** What every generated client has. */
export interface PrismaClientLike {
  $connect(): Promise<void>;
  $disconnect(): Promise<void>;
}

/** A generated `client.ts`; what its constructor takes is Prisma's affair. */
export interface ClientModule {
  PrismaClient: abstract new (options: never) => PrismaClientLike;
}

/** The client within a transaction. */
export type TransactionClient<Client> = Omit<Client, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>;

export interface DatabaseInit {
  /** As in `[database] connection`. */
  url: string;
  /** One is loaded. Both have the same models; the answer is typed as MySQL's. */
  clients: { mysql: () => Promise<ClientModule>; sqlite: () => Promise<ClientModule> };
  /** The folder `prisma/migrations/`. */
  migrations: URL;
  /** Revisions of Python's migrations whose tables fit ours; a database of Python's at another one is refused. */
  alembicRevisions?: readonly string[];
  /** false: a database that lacks migrations is refused instead of migrated. */
  migrate?: boolean;
  settings?: Partial<DatabaseSettings>;
  logger?: Logger;
}

export interface Database<Client extends PrismaClientLike> {
  readonly client: Client;
  readonly provider: 'mysql' | 'sqlite';
  readonly owner: DatabaseOwner;
  /**
   * Runs the action in a transaction: all of what it writes with `tx`, or nothing. Keep it short; on SQLite it holds off every other write. It
   * is run again when MySQL chose it to resolve a deadlock, so it must have no other effects.
   */
  transaction<T>(action: (tx: TransactionClient<Client>) => Promise<T>): Promise<T>;
  /** Reads rows past Prisma, outside of any transaction. */
  readonly rawQuery: RawQuery;
  /** Waits for nothing: finish what uses the client first. */
  close(): Promise<void>;
}

/** Milliseconds: what a transaction may wait to begin, and take. */
const transactionOptions = { maxWait: 35_000, timeout: 60_000 };
const conflictAttempts = 5;

/**
 * Opens the database that the URL names, migrates it if it is ours, and gives the client for it.
 * @typeParam Client - `PrismaClient` of the generated MySQL client
 * @throws UnsupportedDatabaseUrlError, DatabaseUnavailableError, DatabaseSchemaError
 */
export async function openDatabase<Client extends PrismaClientLike>(init: DatabaseInit): Promise<Database<Client>> {
  const logger = init.logger ?? silentLogger;
  const location = parseDatabaseUrl(init.url);
  const settings = { ...defaultSettings, ...init.settings };
  const loading = init.clients[location.provider]();
  // Whatever fails first is what the caller sees; the other must not go unhandled.
  loading.catch(() => undefined);
  const engine = await openEngine(location, settings, logger);
  try {
    const owner = await migrateWith(engine, init, location.provider, logger);
    const { PrismaClient } = await loading;
    const Constructor = PrismaClient as unknown as new (options: object) => Client;
    const client = new Constructor({ adapter: engine.adapter, transactionOptions });
    await client.$connect();
    return {
      client,
      provider: location.provider,
      owner,
      rawQuery: engine.rawQuery,
      transaction: (action) => runTransaction(client, action),
      close: async () => {
        await client.$disconnect();
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** Loads the driver that is used, and not the other. */
async function openEngine(location: DatabaseLocation, settings: DatabaseSettings, logger: Logger): Promise<Engine> {
  if (location.provider === 'sqlite') return (await import('./sqlite/engine.js')).openSqlite(location, settings);
  return (await import('./mariadb/engine.js')).openMysql(location, settings, logger);
}

async function migrateWith(
  engine: Engine,
  init: DatabaseInit,
  provider: 'mysql' | 'sqlite',
  logger: Logger,
): Promise<DatabaseOwner> {
  const [migrations, store] = await Promise.all([readMigrations(init.migrations, provider), engine.migrationStore()]);
  try {
    return await migrate(store, {
      migrations,
      alembicRevisions: init.alembicRevisions ?? [],
      apply: init.migrate ?? true,
      logger,
    });
  } finally {
    await store.close();
  }
}

async function runTransaction<Client, T>(
  client: Client,
  action: (tx: TransactionClient<Client>) => Promise<T>,
): Promise<T> {
  const transactional = client as {
    $transaction(action: (tx: TransactionClient<Client>) => Promise<T>): Promise<T>;
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transactional.$transaction(action);
    } catch (error) {
      if (attempt >= conflictAttempts || !isWriteConflict(error)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 5 * 2 ** attempt * Math.random()));
  }
}
