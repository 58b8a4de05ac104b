// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import mariadb from 'mariadb';
import { Failure } from './failure.mjs';
import { mariadbAddress } from './mariadb.mjs';

/** A database of the command's own on the machine's MariaDB. */
export class Database {
  #connection;
  #names;

  constructor(connection, names) {
    this.#connection = connection;
    this.#names = names;
  }

  /**
   * @param {string} purpose - a word of its name
   * @param {readonly string[]} [beside] - ends of names of further databases, which come and go with it
   * @throws {Failure} where MariaDB does not let us in
   */
  static async create(purpose, beside = []) {
    const name = `stackport_${purpose}_${randomBytes(4).toString('hex')}`;
    const connection = await mariadb
      .createConnection({ ...mariadbAddress, user: 'root', bigIntAsNumber: true, decimalAsNumber: true })
      .catch((error) => {
        throw new Failure(`MariaDB: ${error.message}`, 'Run: node tools/services/up.mjs');
      });
    const names = [name, ...beside.map((end) => `${name}${end}`)];
    for (const one of names) await connection.query(`CREATE DATABASE ${one} CHARACTER SET utf8mb3`);
    await connection.query(`USE ${name}`);
    return new Database(connection, names);
  }

  get name() {
    return this.#names[0];
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
    for (const name of this.#names) await this.#connection.query(`DROP DATABASE IF EXISTS ${name}`);
    await this.#connection.end();
  }
}

/**
 * `[database]` of one of several processes: MariaDB's own limit is 151 connections, for all of them.
 * @param {string} connection - URL
 */
export function sharedDatabase(connection) {
  return { connection, max_pool_size: 5, max_overflow: 10 };
}
