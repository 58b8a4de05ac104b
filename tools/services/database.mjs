// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import mariadb from 'mariadb';
import { Failure } from './failure.mjs';
import { mariadbAddress } from './mariadb.mjs';

/** A database of the command's own on the machine's MariaDB. */
export class Database {
  #connection;

  constructor(connection, name) {
    this.#connection = connection;
    this.name = name;
  }

  /**
   * @param {string} purpose - a word of its name
   * @throws {Failure} where MariaDB does not let us in
   */
  static async create(purpose) {
    const name = `stackport_${purpose}_${randomBytes(4).toString('hex')}`;
    const connection = await mariadb
      .createConnection({ ...mariadbAddress, user: 'root', bigIntAsNumber: true, decimalAsNumber: true })
      .catch((error) => {
        throw new Failure(`MariaDB: ${error.message}`, 'Run: node tools/services/up.mjs');
      });
    await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb3`);
    await connection.query(`USE ${name}`);
    return new Database(connection, name);
  }

  /** As an operator writes it into `[database] connection`. */
  get url() {
    return `mysql+pymysql://root@${mariadbAddress.host}:${mariadbAddress.port}/${this.name}?charset=utf8`;
  }

  /**
   * @param {string} sql
   * @param {readonly unknown[]} [values]
   * @returns {Promise<Record<string, any>[]>}
   */
  async query(sql, values = []) {
    return [...(await this.#connection.query(sql, [...values]))];
  }

  async remove() {
    await this.#connection.query(`DROP DATABASE IF EXISTS ${this.name}`);
    await this.#connection.end();
  }
}
