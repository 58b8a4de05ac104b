// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { compareAndSwap, isUniqueViolation, now } from '@stackport/database';
import type { CinderDatabase, CinderTransaction } from '../database.js';
import type { Reservation } from '../generated/mysql/client.js';
import type { QuotaUsageRow } from './quota-repository.js';

/** How much of a resource is wanted (or given back, below 0), and the limit; -1 is none. */
export interface ReservationRequest {
  readonly resource: string;
  readonly delta: number;
  readonly limit: number;
}

/** A resource whose limit does not leave room: the transaction is given up. */
class NoRoom extends Error {}

/**
 * The tables `quota_usages` and `reservations`, changed together. Each change of a usage is one statement that says
 * under which condition it holds, and resources are taken in the order of their names, so that two requests neither
 * overwrite nor block one another.
 */
export class ReservationRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  /**
   * Takes all of what is wanted, or nothing.
   * @param expire - when what was not committed by then is given back
   * @returns uuids of the reservations; undefined where a limit does not leave room
   */
  async create(
    projectId: string,
    requests: readonly ReservationRequest[],
    expire: Date,
  ): Promise<readonly string[] | undefined> {
    try {
      return await this.#database.transaction((tx) => this.#create(tx, projectId, byName(requests), expire));
    } catch (error) {
      if (error instanceof NoRoom) return undefined;
      throw error;
    }
  }

  async #create(
    tx: CinderTransaction,
    projectId: string,
    requests: readonly ReservationRequest[],
    expire: Date,
  ): Promise<readonly string[]> {
    const time = now();
    for (const { resource, delta, limit } of requests) {
      // What is given back is not taken from the usage before it is committed, so that no one else gets it meanwhile.
      const wanted = Math.max(delta, 0);
      const changed =
        delta < 0 || limit < 0
          ? await tx.$executeRaw`UPDATE quota_usages SET reserved = reserved + ${wanted}, updated_at = ${time} WHERE project_id = ${projectId} AND resource = ${resource} AND deleted = 0`
          : await tx.$executeRaw`UPDATE quota_usages SET reserved = reserved + ${wanted}, updated_at = ${time} WHERE project_id = ${projectId} AND resource = ${resource} AND deleted = 0 AND in_use + reserved + ${wanted} <= ${limit}`;
      if (changed === 0) throw new NoRoom();
    }
    const usages = await tx.quotaUsage.findMany({
      where: { projectId, deleted: false, resource: { in: requests.map(({ resource }) => resource) } },
      select: { id: true, resource: true },
    });
    const usageIds = new Map(usages.map(({ id, resource }) => [resource, id]));
    const rows = requests.map(({ resource, delta }) => ({
      uuid: randomUUID(),
      usageId: usageIds.get(resource) ?? null,
      projectId,
      resource,
      delta,
      expire,
      createdAt: time,
    }));
    await tx.reservation.createMany({ data: rows });
    return rows.map(({ uuid }) => uuid);
  }

  /**
   * Turns reservations into use. One that expired before is counted all the same, for the row that it was made for is
   * written in this transaction; one that was committed or rolled back is passed over.
   */
  async commit(tx: CinderTransaction, uuids: readonly string[]): Promise<void> {
    const rows = await tx.reservation.findMany({ where: { uuid: { in: [...uuids] } } });
    for (const row of byName(rows)) {
      const time = now();
      const held = await compareAndSwap(
        tx.reservation,
        { id: row.id, deleted: false },
        { deleted: true, deletedAt: time },
      );
      const late =
        !held && (await compareAndSwap(tx.reservation, { id: row.id, deleted: true, expire: null }, { expire: time }));
      if (row.usageId === null || (!held && !late)) continue;
      if (held && row.delta > 0) await this.#release(tx, row.usageId, row.delta);
      await tx.$executeRaw`UPDATE quota_usages SET in_use = CASE WHEN in_use + ${row.delta} < 0 THEN 0 ELSE in_use + ${row.delta} END, updated_at = ${time} WHERE id = ${row.usageId}`;
    }
  }

  /** Gives back what reservations hold; ones that are no more are passed over. */
  async rollback(tx: CinderTransaction, uuids: readonly string[]): Promise<void> {
    const rows = await tx.reservation.findMany({ where: { uuid: { in: [...uuids] }, deleted: false } });
    for (const row of byName(rows)) {
      const data = { deleted: true, deletedAt: now() };
      if (await compareAndSwap(tx.reservation, { id: row.id, deleted: false }, data)) await this.#giveBack(tx, row);
    }
  }

  /** Gives back what expired before the time. @returns how many reservations that were */
  async expire(time: Date): Promise<number> {
    let expired = 0;
    for (;;) {
      const rows = await this.#database.client.reservation.findMany({
        where: { deleted: false, expire: { lt: time } },
        take: EXPIRE_BATCH,
        orderBy: { id: 'asc' },
      });
      if (rows.length === 0) return expired;
      expired += await this.#database.transaction(async (tx) => {
        let count = 0;
        for (const row of byName(rows)) {
          // Without a time it says that it expired, should its commit come late.
          const data = { deleted: true, deletedAt: now(), expire: null };
          if (!(await compareAndSwap(tx.reservation, { id: row.id, deleted: false }, data))) continue;
          await this.#giveBack(tx, row);
          count += 1;
        }
        return count;
      });
    }
  }

  /** Makes the row of a usage that is not there yet. False where somebody else made it meanwhile. */
  async createUsage(
    projectId: string,
    resource: string,
    untilRefresh: number | null,
    count: (tx: CinderTransaction) => Promise<number>,
  ): Promise<boolean> {
    try {
      return await this.#database.transaction(async (tx) => {
        const found = await tx.quotaUsage.findFirst({ where: { projectId, resource, deleted: false } });
        if (found !== null) return false;
        const inUse = await count(tx);
        await tx.quotaUsage.create({
          data: { projectId, resource, inUse, reserved: 0, untilRefresh, createdAt: now() },
        });
        return true;
      });
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** Counts a usage anew. Its row is locked first: a commit that comes in between waits, and adds to the new count. */
  async refreshUsage(
    usage: QuotaUsageRow,
    untilRefresh: number | null,
    count: (tx: CinderTransaction) => Promise<number>,
  ): Promise<void> {
    await this.#database.transaction(async (tx) => {
      await tx.$executeRaw`UPDATE quota_usages SET reserved = reserved WHERE id = ${usage.id}`;
      const inUse = await count(tx);
      await tx.quotaUsage.update({ where: { id: usage.id }, data: { inUse, untilRefresh, updatedAt: now() } });
    });
  }

  /** Sets how many reservations are left until a usage is counted anew. */
  async updateUntilRefresh(usage: QuotaUsageRow, untilRefresh: number | null): Promise<void> {
    await this.#database.client.quotaUsage.updateMany({ where: { id: usage.id }, data: { untilRefresh } });
  }

  async #giveBack(tx: CinderTransaction, row: Reservation): Promise<void> {
    if (row.usageId !== null && row.delta > 0) await this.#release(tx, row.usageId, row.delta);
  }

  async #release(tx: CinderTransaction, usageId: number, delta: number): Promise<void> {
    await tx.$executeRaw`UPDATE quota_usages SET reserved = CASE WHEN reserved < ${delta} THEN 0 ELSE reserved - ${delta} END, updated_at = ${now()} WHERE id = ${usageId}`;
  }
}

/** Reservations that are given back in one transaction. */
const EXPIRE_BATCH = 100;

function byName<T extends { readonly resource: string | null }>(rows: readonly T[]): T[] {
  return [...rows].sort((one, other) => ((one.resource ?? '') < (other.resource ?? '') ? -1 : 1));
}
