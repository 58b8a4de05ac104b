// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { now } from '@stackport/database';
import type { CinderDatabase } from '../database.js';
import { VolumeTypeEncryptionExists, VolumeTypeEncryptionNotFound } from '../errors/volume-types.js';
import type { Encryption } from '../generated/mysql/client.js';

export interface EncryptionValues {
  readonly provider?: string;
  readonly controlLocation?: string;
  readonly cipher?: string | null;
  /** Bits. */
  readonly keySize?: number | null;
}

/** The table `encryption`: how volumes of a type are encrypted. */
export class EncryptionRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  find(volumeTypeId: string): Promise<Encryption | null> {
    return this.#database.client.encryption.findFirst({ where: { volumeTypeId, deleted: false } });
  }

  /** Throws VolumeTypeEncryptionExists. */
  async create(
    volumeTypeId: string,
    values: EncryptionValues & { readonly provider: string; readonly controlLocation: string },
  ): Promise<void> {
    await this.#database.transaction(async (tx) => {
      if ((await tx.encryption.count({ where: { volumeTypeId, deleted: false } })) > 0)
        throw new VolumeTypeEncryptionExists(volumeTypeId);
      await tx.encryption.create({ data: { ...values, volumeTypeId, encryptionId: randomUUID(), createdAt: now() } });
    });
  }

  /** Throws VolumeTypeEncryptionNotFound. */
  async update(volumeTypeId: string, values: EncryptionValues): Promise<void> {
    const { count } = await this.#database.client.encryption.updateMany({
      where: { volumeTypeId, deleted: false },
      data: { ...values, updatedAt: now() },
    });
    if (count === 0) throw new VolumeTypeEncryptionNotFound(volumeTypeId);
  }

  /** Throws VolumeTypeEncryptionNotFound. */
  async delete(volumeTypeId: string): Promise<void> {
    const { count } = await this.#database.client.encryption.updateMany({
      where: { volumeTypeId, deleted: false },
      data: { deleted: true, deletedAt: now() },
    });
    if (count === 0) throw new VolumeTypeEncryptionNotFound(volumeTypeId);
  }
}
