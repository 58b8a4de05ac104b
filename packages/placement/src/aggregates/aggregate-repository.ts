// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { Client } from '../database.js';

/** `placement_aggregates` and `resource_provider_aggregates`, within a transaction or without. */
export class AggregateRepository {
  /** The uuids of a provider's aggregates by their ids. */
  async ofProvider(client: Client, providerId: number): Promise<ReadonlyMap<number, string>> {
    const links = await client.resourceProviderAggregate.findMany({
      where: { resourceProviderId: providerId },
      orderBy: { aggregateId: 'asc' },
    });
    const rows = await client.placementAggregate.findMany({
      where: { id: { in: links.map(({ aggregateId }) => aggregateId) } },
      orderBy: { id: 'asc' },
    });
    return new Map(rows.map(({ id, uuid }) => [id, uuid ?? '']));
  }

  /** Ids by uuid; those that nobody has named yet are added. Rejects with a unique violation where somebody adds one now. */
  async ensure(tx: Client, uuids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const known = await this.#ids(tx, uuids);
    const missing = uuids.filter((uuid) => !known.has(uuid));
    if (missing.length === 0) return known;
    const createdAt = now();
    await tx.placementAggregate.createMany({ data: missing.map((uuid) => ({ uuid, createdAt })) });
    return this.#ids(tx, uuids);
  }

  async associate(tx: Client, providerId: number, aggregateIds: readonly number[]): Promise<void> {
    if (aggregateIds.length === 0) return;
    const createdAt = now();
    await tx.resourceProviderAggregate.createMany({
      data: aggregateIds.map((aggregateId) => ({ resourceProviderId: providerId, aggregateId, createdAt })),
    });
  }

  async dissociate(tx: Client, providerId: number, aggregateIds: readonly number[]): Promise<void> {
    await tx.resourceProviderAggregate.deleteMany({
      where: { resourceProviderId: providerId, aggregateId: { in: [...aggregateIds] } },
    });
  }

  async #ids(client: Client, uuids: readonly string[]): Promise<Map<string, number>> {
    const rows = await client.placementAggregate.findMany({ where: { uuid: { in: [...uuids] } } });
    // MySQL finds a uuid in any case.
    const found = new Map(rows.map(({ id, uuid }) => [(uuid ?? '').toLowerCase(), id]));
    return new Map(
      uuids.flatMap((uuid) => {
        const id = rows.find((row) => row.uuid === uuid)?.id ?? found.get(uuid.toLowerCase());
        return id === undefined ? [] : [[uuid, id] as const];
      }),
    );
  }
}
