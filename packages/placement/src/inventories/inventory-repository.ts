// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { Client, PlacementDatabase } from '../database.js';
import type { InventoryValues } from './inventory.js';

/** An inventory by the id of its class. */
export interface InventoryRow extends InventoryValues {
  readonly resourceProviderId: number;
  readonly resourceClassId: number;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
}

/** `inventories`. Methods that take a client run in its transaction. */
export class InventoryRepository {
  constructor(private readonly database: PlacementDatabase) {}

  ofProvider(providerId: number, client: Client = this.database.client): Promise<readonly InventoryRow[]> {
    return client.inventory.findMany({ where: { resourceProviderId: providerId }, orderBy: { id: 'asc' } });
  }

  /** Those of these providers that are of these classes. */
  ofProviders(
    client: Client,
    providerIds: readonly number[],
    classIds: readonly number[],
  ): Promise<readonly InventoryRow[]> {
    return client.inventory.findMany({
      where: { resourceProviderId: { in: [...providerIds] }, resourceClassId: { in: [...classIds] } },
    });
  }

  /** Rejects with a unique violation where a provider has an inventory of such a class already. */
  async create(tx: Client, providerId: number, rows: ReadonlyMap<number, InventoryValues>): Promise<void> {
    if (rows.size === 0) return;
    const createdAt = now();
    await tx.inventory.createMany({
      data: [...rows].map(([resourceClassId, values]) => ({
        resourceProviderId: providerId,
        resourceClassId,
        createdAt,
        ...columnsOf(values),
      })),
    });
  }

  /** @returns whether there is such an inventory. */
  async update(tx: Client, providerId: number, classId: number, values: InventoryValues): Promise<boolean> {
    const { count } = await tx.inventory.updateMany({
      where: { resourceProviderId: providerId, resourceClassId: classId },
      data: { ...columnsOf(values), updatedAt: now() },
    });
    return count > 0;
  }

  /** @returns how many there were. */
  async delete(tx: Client, providerId: number, classIds: readonly number[]): Promise<number> {
    const { count } = await tx.inventory.deleteMany({
      where: { resourceProviderId: providerId, resourceClassId: { in: [...classIds] } },
    });
    return count;
  }

  /** What is used of a provider, by class. */
  async used(client: Client, providerId: number): Promise<ReadonlyMap<number, number>> {
    const sums = await client.allocation.groupBy({
      by: ['resourceClassId'],
      where: { resourceProviderId: providerId },
      _sum: { used: true },
    });
    return new Map(sums.map(({ resourceClassId, _sum: sum }) => [resourceClassId, sum.used ?? 0]));
  }
}

function columnsOf({ total, reserved, minUnit, maxUnit, stepSize, allocationRatio }: InventoryValues): InventoryValues {
  return { total, reserved, minUnit, maxUnit, stepSize, allocationRatio };
}
