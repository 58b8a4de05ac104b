// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { CinderDatabase } from '../../database.js';
import type { Worker } from '../../generated/mysql/client.js';

/** Resources that upstream calls cleanable, by the names of their classes. */
export type ClaimedType = 'Volume' | 'Snapshot';

/**
 * Who works on what: rows of `workers`, as upstream's Cleanable has them. A row outlives the process that made it, so
 * the next one knows what was left.
 */
export class WorkClaims {
  readonly #database: CinderDatabase;
  readonly #atWork = new Set<string>();

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  /**
   * Claims a resource for the service.
   * @returns false where this very work is being done: a message that came again
   */
  async claim(type: ClaimedType, id: string, status: string, serviceId: number): Promise<boolean> {
    const key = `${type} ${id}`;
    if (this.#atWork.has(key)) return false;
    this.#atWork.add(key);
    const { worker } = this.#database.client;
    const at = now();
    try {
      const { count } = await worker.updateMany({
        where: { resourceType: type, resourceId: id },
        data: { status, serviceId, updatedAt: at, racePreventer: { increment: 1 } },
      });
      if (count === 0)
        await worker.create({
          data: { resourceType: type, resourceId: id, status, serviceId, createdAt: at, updatedAt: at },
        });
      return true;
    } catch (error) {
      this.#atWork.delete(key);
      throw error;
    }
  }

  async release(type: ClaimedType, id: string): Promise<void> {
    this.#atWork.delete(`${type} ${id}`);
    await this.#database.client.worker.deleteMany({ where: { resourceType: type, resourceId: id } });
  }

  /** What the service claimed and nobody works on: its process was killed. */
  async listAbandoned(serviceId: number, before: Date): Promise<Worker[]> {
    const rows = await this.#database.client.worker.findMany({ where: { serviceId, updatedAt: { lte: before } } });
    return rows.filter(({ resourceType, resourceId }) => !this.#atWork.has(`${resourceType} ${resourceId}`));
  }
}
