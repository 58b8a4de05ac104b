// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import mariadb, { type Connection } from 'mariadb';

/** Runs the action with a connection to an empty database on the local MariaDB, which is dropped afterwards. */
export async function withMysqlDatabase<T>(action: (connection: Connection, url: string) => Promise<T>): Promise<T> {
  const name = `stackport_test_${randomUUID().slice(0, 8)}`;
  const connection = await mariadb.createConnection({
    host: '127.0.0.1',
    user: 'root',
    multipleStatements: true,
  });
  try {
    await connection.query(`CREATE DATABASE ${name} DEFAULT CHARACTER SET latin1`);
    await connection.query(`USE ${name}`);
    return await action(connection, `mysql+pymysql://root@127.0.0.1/${name}`);
  } finally {
    await connection.query(`DROP DATABASE IF EXISTS ${name}`);
    await connection.end();
  }
}
