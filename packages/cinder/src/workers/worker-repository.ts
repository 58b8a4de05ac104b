// SPDX-License-Identifier: Apache-2.0
import { compareAndSwap } from '@stackport/database';
import type { CinderDatabase } from '../database.js';
import type { Worker } from '../generated/mysql/client.js';

export type WorkerRow = Worker;

/** What workers there are on what: a volume or snapshot, or a group or backup. */
export interface WorkerFilters {
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly serviceId?: number | undefined;
  readonly binary?: string | undefined;
  readonly until?: Date | undefined;
}

/** The table `workers`: which service works on which resource, so that what a dead one left is found. */
export class WorkerRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  list({ binary, until, ...columns }: WorkerFilters): Promise<WorkerRow[]> {
    return this.#database.client.worker.findMany({
      where: {
        ...columns,
        deleted: false,
        ...(binary === undefined ? {} : { service: { binary } }),
        ...(until === undefined ? {} : { updatedAt: { lt: until } }),
      },
      orderBy: { id: 'asc' },
    });
  }

  /** Says that a service works on a resource; where another did, it does now. */
  async set(worker: {
    readonly resourceType: string;
    readonly resourceId: string;
    readonly status: string;
    readonly serviceId: number;
  }): Promise<void> {
    const { resourceType, resourceId, ...values } = worker;
    const updatedAt = new Date();
    await this.#database.client.worker.upsert({
      where: { resourceType_resourceId: { resourceType, resourceId } },
      create: { ...worker, createdAt: updatedAt, updatedAt },
      update: { ...values, deleted: false, updatedAt, racePreventer: { increment: 1 } },
    });
  }

  /** Takes over what another service left. @returns whether nobody else did */
  claim(row: WorkerRow, serviceId: number): Promise<boolean> {
    return compareAndSwap(
      this.#database.client.worker,
      { id: row.id, serviceId: row.serviceId, racePreventer: row.racePreventer, status: row.status },
      { serviceId, racePreventer: { increment: 1 }, updatedAt: new Date() },
    );
  }

  /** Nobody works on the resource any more. */
  async delete(resourceType: string, resourceId: string): Promise<void> {
    await this.#database.client.worker.deleteMany({ where: { resourceType, resourceId } });
  }
}
