// SPDX-License-Identifier: Apache-2.0
import { compareAndSwap, isUniqueViolation, now } from '@stackport/database';
import type { Client, PlacementDatabase } from '../database.js';
import { ConcurrentUpdateDetected } from '../errors.js';
import { type Consumer, type ConsumerDetails, UNKNOWN_TYPE } from './consumer.js';

/** What a consumer is said to be. */
export type ConsumerOwners = Pick<Consumer, 'projectId' | 'userId' | 'consumerTypeId'>;

/** `consumers`, `projects`, `users` and `consumer_types`. Methods that take a client run in its transaction. */
export class ConsumerRepository {
  constructor(private readonly database: PlacementDatabase) {}

  findAll(client: Client, uuids: readonly string[]): Promise<readonly Consumer[]> {
    return client.consumer.findMany({ where: { uuid: { in: [...uuids] } }, orderBy: { id: 'asc' } });
  }

  async details(uuids: readonly string[]): Promise<ReadonlyMap<string, ConsumerDetails>> {
    const { client } = this.database;
    const rows = await client.consumer.findMany({
      where: { uuid: { in: [...uuids] } },
      include: { consumerType: true },
    });
    const ids = (key: 'projectId' | 'userId'): { id: { in: number[] } } => ({
      id: { in: [...new Set(rows.map((row) => row[key]))] },
    });
    const projects = await client.project.findMany({ where: ids('projectId') });
    const users = await client.user.findMany({ where: ids('userId') });
    const nameOf = (owners: readonly { id: number; externalId: string }[], id: number): string =>
      owners.find((owner) => owner.id === id)?.externalId ?? '';
    return new Map(
      rows.map(({ uuid, generation, projectId, userId, consumerType }) => [
        uuid,
        {
          uuid,
          generation,
          project: nameOf(projects, projectId),
          user: nameOf(users, userId),
          type: consumerType?.name ?? UNKNOWN_TYPE,
        },
      ]),
    );
  }

  /** Rejects with a unique violation for a uuid that is taken. */
  async create(tx: Client, uuid: string, owners: ConsumerOwners): Promise<void> {
    // The first generation that a client sees is 1: upstream makes the row and then raises it with the allocations.
    await tx.consumer.create({ data: { uuid, ...owners, generation: 1, createdAt: now() } });
  }

  /** Throws ConcurrentUpdateDetected where the consumer has changed since it was read. */
  async update(tx: Client, { id, generation }: Consumer, owners: ConsumerOwners): Promise<void> {
    const isOurs = await compareAndSwap(
      tx.consumer,
      { id, generation },
      { ...owners, generation: generation + 1, updatedAt: now() },
    );
    if (!isOurs) throw new ConcurrentUpdateDetected();
  }

  /** Throws ConcurrentUpdateDetected where the consumer has changed since it was read. */
  async delete(tx: Client, { id, generation }: Consumer): Promise<void> {
    const { count } = await tx.consumer.deleteMany({ where: { id, generation } });
    if (count === 0) throw new ConcurrentUpdateDetected();
  }

  /** The ids of projects by what Keystone calls them; those that are not there yet are added. */
  projectIds(externalIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { project } = this.database.client;
    return ensure(externalIds, {
      find: async (names) =>
        (await project.findMany({ where: { externalId: { in: [...names] } } })).map(({ id, externalId: name }) => ({
          id,
          name,
        })),
      create: (externalId) => project.create({ data: { externalId, createdAt: now() } }),
    });
  }

  /** As `projectIds`, of users. */
  userIds(externalIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { user } = this.database.client;
    return ensure(externalIds, {
      find: async (names) =>
        (await user.findMany({ where: { externalId: { in: [...names] } } })).map(({ id, externalId: name }) => ({
          id,
          name,
        })),
      create: (externalId) => user.create({ data: { externalId, createdAt: now() } }),
    });
  }

  /** As `projectIds`, of types of consumers. */
  typeIds(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { consumerType } = this.database.client;
    return ensure(names, {
      find: (wanted) => consumerType.findMany({ where: { name: { in: [...wanted] } } }),
      create: (name) => consumerType.create({ data: { name, createdAt: now() } }),
    });
  }
}

interface NamedTable {
  find(names: readonly string[]): Promise<readonly { readonly id: number; readonly name: string }[]>;
  create(name: string): Promise<unknown>;
}

/** Outside of any transaction, so that a row which somebody else adds at the same time can be read. */
async function ensure(names: readonly string[], table: NamedTable): Promise<ReadonlyMap<string, number>> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return new Map();
  const known = await idsOf(wanted, table);
  const missing = wanted.filter((name) => !known.has(name));
  if (missing.length === 0) return known;
  for (const name of missing) {
    try {
      await table.create(name);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
  return idsOf(wanted, table);
}

async function idsOf(names: readonly string[], table: NamedTable): Promise<Map<string, number>> {
  const rows = await table.find(names);
  // MySQL takes names that differ in case for one, and so it is one row.
  const byLowerCase = new Map(rows.map(({ id, name }) => [name.toLowerCase(), id]));
  return new Map(
    names.flatMap((name) => {
      const id = rows.find((row) => row.name === name)?.id ?? byLowerCase.get(name.toLowerCase());
      return id === undefined ? [] : [[name, id] as const];
    }),
  );
}
