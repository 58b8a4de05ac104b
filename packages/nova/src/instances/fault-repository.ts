// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { CellDatabase } from '../database.js';
import type { FaultValues } from './instance.js';

/** What went wrong with servers: the only code that writes its table. */
export class FaultRepository {
  readonly #database: CellDatabase;

  constructor(database: CellDatabase) {
    this.#database = database;
  }

  async create(instanceUuid: string, fault: Omit<FaultValues, 'created_at'>): Promise<number> {
    const { code, message, details, host } = fault;
    const row = await this.#database.client.instanceFault.create({
      data: { instanceUuid, code, message: message?.slice(0, 255) ?? null, details, host, createdAt: now() },
    });
    return row.id;
  }
}
