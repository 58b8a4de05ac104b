// SPDX-License-Identifier: Apache-2.0
import { compareAndSwap, isUnavailable, now } from '@stackport/database';
import type { CinderDatabase } from '../../database.js';
import type { Worker } from '../../generated/mysql/client.js';

/** Resources that upstream calls cleanable, by the names of their classes. */
export type ClaimedType = 'Volume' | 'Snapshot';

/** What of the abandoned work is meant: upstream's CleanupRequest. What is not given does not matter. */
export interface AbandonedFilter {
  readonly serviceId: number;
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
  /** Claims of later than that are somebody's. */
  readonly until: Date;
}

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
    const key = keyOf(type, id);
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

  /**
   * Does what was claimed, and releases it. Where the database fails in between, nobody knows how far the work came: the
   * claim stays, for whoever settles what was abandoned.
   */
  async run<T>(type: ClaimedType, id: string, work: () => Promise<T>): Promise<T> {
    let result: T;
    try {
      result = await work();
    } catch (error) {
      if (isUnavailable(error)) this.abandon(type, id);
      else await this.release(type, id);
      throw error;
    }
    await this.release(type, id);
    return result;
  }

  async release(type: ClaimedType, id: string): Promise<void> {
    this.#atWork.delete(keyOf(type, id));
    await this.#database.client.worker.deleteMany({ where: { resourceType: type, resourceId: id } });
  }

  /** Leaves the work as it is, with its claim. */
  abandon(type: ClaimedType, id: string): void {
    this.#atWork.delete(keyOf(type, id));
  }

  /** What was claimed and nobody works on: its process was killed, or the database failed it. */
  async listAbandoned({ until, ...columns }: AbandonedFilter): Promise<Worker[]> {
    const rows = await this.#database.client.worker.findMany({
      where: { ...columns, updatedAt: { lte: until } },
      orderBy: { id: 'asc' },
    });
    return rows.filter(({ resourceType, resourceId }) => !this.#atWork.has(keyOf(resourceType, resourceId)));
  }

  /**
   * Takes abandoned work over, to settle it.
   * @returns false where somebody has begun anew, or settles it already
   */
  async takeOver({ id, resourceType, resourceId, ...row }: Worker, serviceId: number): Promise<boolean> {
    const key = keyOf(resourceType, resourceId);
    if (this.#atWork.has(key)) return false;
    this.#atWork.add(key);
    let taken = false;
    try {
      taken = await compareAndSwap(
        this.#database.client.worker,
        { id, serviceId: row.serviceId, racePreventer: row.racePreventer, status: row.status },
        { serviceId, updatedAt: now(), racePreventer: { increment: 1 } },
      );
    } finally {
      if (!taken) this.#atWork.delete(key);
    }
    return taken;
  }

  /** Undoes that: it could not be settled, and is tried again another time. */
  async giveBack({ id, resourceType, resourceId, serviceId, updatedAt, racePreventer }: Worker): Promise<void> {
    this.#atWork.delete(keyOf(resourceType, resourceId));
    await compareAndSwap(
      this.#database.client.worker,
      { id, racePreventer: racePreventer + 1 },
      { serviceId, updatedAt },
    );
  }
}

function keyOf(type: string, id: string): string {
  return `${type} ${id}`;
}
