// SPDX-License-Identifier: Apache-2.0
import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import type { Pool } from 'mariadb';
import type { Logger } from '@stackport/config';
import type { Engine } from '../engine.js';
import { DatabaseUnavailableError, isConnectionLost, isServerFull } from '../errors.js';
import { MysqlMigrationStore } from '../migrations/mysql-store.js';
import type { DatabaseSettings } from '../settings.js';
import type { MysqlLocation } from '../url.js';
import { connect } from './connection.js';
import { ConnectionPool } from './pool.js';
import { mariadbRawQuery } from './raw-query.js';

/** For "no limit": the server refuses long before. */
const manyConnections = 10_000;

/** @throws DatabaseUnavailableError when the server cannot be reached or refuses us */
export async function openMysql(location: MysqlLocation, settings: DatabaseSettings, logger: Logger): Promise<Engine> {
  await waitForServer(location, settings, logger);
  const unbounded = settings.maxPoolSize <= 0 || settings.maxOverflow < 0;
  const pool = new ConnectionPool(() => connect(location, settings), {
    limit: unbounded ? manyConnections : settings.maxPoolSize + settings.maxOverflow,
    kept: settings.maxPoolSize <= 0 ? manyConnections : settings.maxPoolSize,
    patience: settings.poolTimeout * 1000,
    recycleTime: settings.connectionRecycleTime * 1000,
  });
  return {
    // The adapter uses query, execute, getConnection and end of a pool. The text protocol saves a round trip for each statement.
    adapter: new PrismaMariaDb(pool as unknown as Pool, {
      database: location.database,
      useTextProtocol: true,
    }),
    rawQuery: mariadbRawQuery(pool),
    migrationStore: async () => new MysqlMigrationStore(await connect(location, settings, true)),
    close: () => pool.end(),
  };
}

/**
 * Waits for the server, as upstream does at start: `max_retries` attempts (-1: for ever) after the first, `retry_interval` seconds apart.
 * @throws DatabaseUnavailableError when none succeeded, and at once when the server refuses the user or has no such database
 */
async function waitForServer(location: MysqlLocation, settings: DatabaseSettings, logger: Logger): Promise<void> {
  const place = location.parameters.unix_socket ?? `${location.host}:${location.port}`;
  for (let attemptsLeft = settings.maxRetries; ; attemptsLeft -= 1) {
    try {
      const connection = await connect(location, settings);
      await connection.end();
      return;
    } catch (error) {
      const reason = describe(error);
      if (!isConnectionLost(error) && !isServerFull(error))
        throw new DatabaseUnavailableError(
          `The database '${location.database}' on ${place} cannot be used: ${reason}`,
          { cause: error },
        );
      if (attemptsLeft === 0)
        throw new DatabaseUnavailableError(`No connection to the database on ${place}: ${reason}`, {
          cause: error,
        });
      logger.warning(
        `SQL connection failed. ${attemptsLeft < 0 ? 'infinite' : attemptsLeft} attempts left. (${place}: ${reason})`,
      );
      await new Promise((resolve) => setTimeout(resolve, settings.retryInterval * 1000));
    }
  }
}

/** The driver's message without what it appends of statement and connection. */
function describe(error: unknown): string {
  const { sqlMessage, message } = error as { sqlMessage?: string | null; message?: string };
  return (sqlMessage ?? message ?? String(error)).split('\n')[0] ?? '';
}
