// SPDX-License-Identifier: Apache-2.0
import { isUniqueViolation, now } from '@stackport/database';
import type { ApiDatabase } from '../database.js';

export interface HostMapping {
  readonly host: string;
  readonly cellId: number;
}

/** The table `host_mappings`: in which cell a compute host is. */
export class HostMappingRepository {
  readonly #database: ApiDatabase;

  constructor(database: ApiDatabase) {
    this.#database = database;
  }

  find(host: string): Promise<HostMapping | null> {
    return this.#database.client.hostMapping.findUnique({ where: { host }, select: { host: true, cellId: true } });
  }

  /** Of a cell, or all. */
  list(cellId?: number): Promise<HostMapping[]> {
    return this.#database.client.hostMapping.findMany({
      where: cellId === undefined ? {} : { cellId },
      select: { host: true, cellId: true },
      orderBy: { id: 'asc' },
    });
  }

  /** @returns false where the host is mapped already */
  async create(host: string, cellId: number): Promise<boolean> {
    try {
      await this.#database.client.hostMapping.create({ data: { host, cellId, createdAt: now() } });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** @returns whether there was one */
  async delete(host: string): Promise<boolean> {
    const { count } = await this.#database.client.hostMapping.deleteMany({ where: { host } });
    return count > 0;
  }
}
