// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { createConnection } from 'mariadb';

/** The machine's server for tests: root has no password. */
const SERVER = { host: '127.0.0.1', port: 3306, user: 'root' };

/** An empty database on the machine's MariaDB that one test has to itself. */
export class MariadbDatabase {
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  /**
   * Rejects where no MariaDB listens at 127.0.0.1:3306 (`node tools/services/up.mjs` starts one).
   * @param name - where it is not just any
   */
  static async create(
    name = `stackport_test_${randomUUID().replaceAll('-', '').slice(0, 12)}`,
  ): Promise<MariadbDatabase> {
    const database = new MariadbDatabase(name);
    await run(`CREATE DATABASE ${database.name} CHARACTER SET utf8mb3`);
    return database;
  }

  /** As an operator writes it into `[database] connection`. */
  get url(): string {
    return `mysql+pymysql://${SERVER.user}@${SERVER.host}:${SERVER.port}/${this.name}?charset=utf8`;
  }

  /** The rows of a statement, past the service that is tested. */
  query(sql: string): Promise<readonly Record<string, unknown>[]> {
    return run(sql, this.name);
  }

  async remove(): Promise<void> {
    await run(`DROP DATABASE IF EXISTS ${this.name}`);
  }
}

async function run(sql: string, database?: string): Promise<readonly Record<string, unknown>[]> {
  const connection = await createConnection({ ...SERVER, ...(database === undefined ? {} : { database }) });
  try {
    return [await connection.query<Record<string, unknown> | Record<string, unknown>[]>(sql)].flat();
  } finally {
    await connection.end();
  }
}
