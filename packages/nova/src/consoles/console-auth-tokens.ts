// SPDX-License-Identifier: Apache-2.0
import { createHash, randomUUID } from 'node:crypto';
import { now } from '@stackport/database';
import type { CellDatabase } from '../database.js';
import { InvalidToken } from '../errors/consoles.js';

/** A console that a token opens. */
export interface ConsoleAccess {
  readonly instanceUuid: string;
  readonly consoleType: string;
  readonly host: string;
  readonly port: number;
  readonly internalAccessPath: string | null;
  readonly accessUrlBase: string | null;
}

/** The tokens of consoles of a cell's servers. The database has their hashes only. */
export class ConsoleAuthTokens {
  readonly #database: CellDatabase;

  constructor(database: CellDatabase) {
    this.#database = database;
  }

  /** Makes a token. @param ttl - seconds for which it opens the console */
  async authorize(access: ConsoleAccess, ttl: number): Promise<string> {
    return (await this.create(access, ttl)).token;
  }

  /** The same, with the number of its row. */
  async create(access: ConsoleAccess, ttl: number): Promise<{ readonly id: number; readonly token: string }> {
    const token = randomUUID();
    const { id } = await this.#database.client.consoleAuthToken.create({
      data: {
        ...access,
        tokenHash: hashOf(token),
        expires: Math.floor(Date.now() / 1000) + ttl,
        createdAt: now(),
      },
    });
    return { id, token };
  }

  /** Throws `InvalidToken` for one that is not known or over. */
  async validate(token: string): Promise<ConsoleAccess> {
    const found = await this.find(token);
    if (found === undefined) throw new InvalidToken(token);
    return found;
  }

  /** Undefined for one that is not known or over. */
  async find(token: string): Promise<ConsoleAccess | undefined> {
    const found = await this.#database.client.consoleAuthToken.findFirst({
      where: { tokenHash: hashOf(token), expires: { gt: Math.floor(Date.now() / 1000) } },
    });
    if (found === null) return undefined;
    const { instanceUuid, consoleType, host, port, internalAccessPath, accessUrlBase } = found;
    return { instanceUuid, consoleType, host, port, internalAccessPath, accessUrlBase };
  }

  async removeOfInstance(instanceUuid: string): Promise<void> {
    await this.#database.client.consoleAuthToken.deleteMany({ where: { instanceUuid } });
  }

  /** Those of a host whose time is over. */
  async removeExpired(host: string): Promise<void> {
    await this.#database.client.consoleAuthToken.deleteMany({
      where: { host, expires: { lte: Math.floor(Date.now() / 1000) } },
    });
  }
}

/** As upstream keeps them. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
