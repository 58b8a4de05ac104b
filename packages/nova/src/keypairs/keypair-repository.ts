// SPDX-License-Identifier: Apache-2.0
import { isUniqueViolation, now } from '@stackport/database';
import type { ApiDatabase } from '../database.js';
import { MarkerNotFound } from '../errors/base.js';
import { KeyPairExists } from '../errors/keypairs.js';
import type { KeyPair } from '../generated/api/mysql/client.js';

export type { KeyPair };

export type KeyPairKind = KeyPair['type'];

export type NewKeyPair = Pick<KeyPair, 'userId' | 'name' | 'type' | 'fingerprint' | 'publicKey'>;

/** The table `key_pairs`. */
export class KeyPairRepository {
  readonly #database: ApiDatabase;

  constructor(database: ApiDatabase) {
    this.#database = database;
  }

  find(userId: string, name: string): Promise<KeyPair | null> {
    return this.#database.client.keyPair.findFirst({ where: { userId, name } });
  }

  /** Of a user, by name. Throws MarkerNotFound. @param limit - all where none is given */
  async list(
    userId: string,
    { limit, marker }: { limit?: number; marker?: string | undefined } = {},
  ): Promise<KeyPair[]> {
    if (marker !== undefined && (await this.find(userId, marker)) === null) throw new MarkerNotFound(marker);
    return this.#database.client.keyPair.findMany({
      where: { userId, ...(marker === undefined ? {} : { name: { gt: marker } }) },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      ...(limit === undefined ? {} : { take: limit }),
    });
  }

  count(userId: string): Promise<number> {
    return this.#database.client.keyPair.count({ where: { userId } });
  }

  /** Throws KeyPairExists. */
  async create(values: NewKeyPair): Promise<KeyPair> {
    try {
      return await this.#database.client.keyPair.create({ data: { ...values, createdAt: now() } });
    } catch (error) {
      throw isUniqueViolation(error) ? new KeyPairExists(values.name) : error;
    }
  }

  /** @returns whether there was one */
  async delete(userId: string, name: string): Promise<boolean> {
    const { count } = await this.#database.client.keyPair.deleteMany({ where: { userId, name } });
    return count > 0;
  }
}
