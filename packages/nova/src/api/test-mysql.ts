// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { GivenValues } from '@stackport/config';
import { createConnection } from 'mariadb';

/** The machine's server for tests: root has no password. */
const SERVER = { host: '127.0.0.1', port: 3306, user: 'root' };

/** Databases of MariaDB that one nova has to itself. */
export interface TestMysql {
  /** What makes a nova use them. */
  readonly values: GivenValues;
  /** Removes them. */
  close(): Promise<void>;
}

export async function testMysql(): Promise<TestMysql> {
  const name = `stackport_test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const names = [`${name}_api`, name, `${name}_cell0`];
  await run(names.map((one) => `CREATE DATABASE ${one} CHARACTER SET utf8mb3`));
  const url = `mysql+pymysql://${SERVER.user}@${SERVER.host}:${SERVER.port}/`;
  return {
    values: {
      api_database: { connection: `${url}${name}_api?charset=utf8` },
      database: { connection: `${url}${name}?charset=utf8` },
    },
    close: () => run(names.map((one) => `DROP DATABASE ${one}`)),
  };
}

async function run(statements: readonly string[]): Promise<void> {
  const connection = await createConnection(SERVER);
  try {
    for (const sql of statements) await connection.query(sql);
  } finally {
    await connection.end();
  }
}
