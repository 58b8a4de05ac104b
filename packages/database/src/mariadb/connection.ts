// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import mariadb, { type Connection, type ConnectionConfig } from 'mariadb';
import { DatabaseError } from '../errors.js';
import type { DatabaseSettings } from '../settings.js';
import type { MysqlLocation } from '../url.js';

/** Milliseconds. */
const connectTimeout = 10_000;

/**
 * A connection with the session set up: UTF-8, and upstream's strict mode, in which a value that does not fit is an error and not cut off.
 * @param several - whether one query may hold several statements: for scripts only
 * @throws what the driver throws; see isConnectionLost
 */
export async function connect(
  location: MysqlLocation,
  { sqlMode }: DatabaseSettings,
  several = false,
): Promise<Connection> {
  const connection = await mariadb.createConnection({
    ...connectionConfig(location),
    multipleStatements: several,
  });
  // Whoever uses it next sees that it is not valid; without a listener the process would end.
  connection.on('error', () => undefined);
  if (sqlMode === '') return connection;
  try {
    // Not the driver's `initSql`: when the server goes away meanwhile, that leaves a rejection that nobody can catch.
    await connection.query('SET SESSION sql_mode = ?', [sqlMode]);
    return connection;
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

function connectionConfig({ host, port, user, password, database, parameters }: MysqlLocation): ConnectionConfig {
  const { unix_socket: socketPath } = parameters;
  return {
    host,
    port,
    database,
    ...(socketPath === undefined ? {} : { socketPath }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...tlsConfig(parameters),
    charset: 'utf8mb4',
    // Times stay text: they are UTC, and the driver would take them for local time.
    dateStrings: true,
    connectTimeout,
  };
}

function tlsConfig({
  ssl_ca: ca,
  ssl_cert: cert,
  ssl_key: key,
}: MysqlLocation['parameters']): Pick<ConnectionConfig, 'ssl'> {
  const files = Object.entries({ ca, cert, key }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return files.length === 0
    ? {}
    : { ssl: Object.fromEntries(files.map(([name, path]) => [name, readTlsFile(name, path)])) };
}

function readTlsFile(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // Without the cause: its code would look like a socket that is not there yet.
    throw new DatabaseError(`ssl_${name} of the database URL cannot be read: ${(error as Error).message}`);
  }
}
