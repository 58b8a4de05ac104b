// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { Client, PlacementDatabase } from '../database.js';

export interface AllocationRow {
  readonly id: number;
  readonly resourceProviderId: number;
  /** The consumer's uuid. */
  readonly consumerId: string;
  readonly resourceClassId: number;
  readonly used: number;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
}

export type NewAllocation = Pick<AllocationRow, 'resourceProviderId' | 'consumerId' | 'resourceClassId' | 'used'>;

/** What is used of one class of one provider. */
export type Usage = Pick<AllocationRow, 'resourceProviderId' | 'resourceClassId' | 'used'>;

/** `allocations`. Methods that take a client run in its transaction. */
export class AllocationRepository {
  constructor(private readonly database: PlacementDatabase) {}

  ofConsumers(uuids: readonly string[], client: Client = this.database.client): Promise<readonly AllocationRow[]> {
    return client.allocation.findMany({ where: { consumerId: { in: [...uuids] } }, orderBy: { id: 'asc' } });
  }

  ofProvider(providerId: number): Promise<readonly AllocationRow[]> {
    return this.database.client.allocation.findMany({
      where: { resourceProviderId: providerId },
      orderBy: { id: 'asc' },
    });
  }

  /** What consumers other than these use. */
  async usedByOthers(
    client: Client,
    where: {
      readonly providerIds: readonly number[];
      readonly classIds: readonly number[];
      readonly consumers: readonly string[];
    },
  ): Promise<readonly Usage[]> {
    const sums = await client.allocation.groupBy({
      by: ['resourceProviderId', 'resourceClassId'],
      where: {
        resourceProviderId: { in: [...where.providerIds] },
        resourceClassId: { in: [...where.classIds] },
        consumerId: { notIn: [...where.consumers] },
      },
      _sum: { used: true },
    });
    return sums.map(({ resourceProviderId, resourceClassId, _sum: sum }) => ({
      resourceProviderId,
      resourceClassId,
      used: sum.used ?? 0,
    }));
  }

  async create(tx: Client, rows: readonly NewAllocation[]): Promise<void> {
    if (rows.length === 0) return;
    const createdAt = now();
    await tx.allocation.createMany({ data: rows.map((row) => ({ ...row, createdAt })) });
  }

  /** @returns how many were there. */
  async delete(tx: Client, ids: readonly number[]): Promise<number> {
    if (ids.length === 0) return 0;
    const { count } = await tx.allocation.deleteMany({ where: { id: { in: [...ids] } } });
    return count;
  }
}
