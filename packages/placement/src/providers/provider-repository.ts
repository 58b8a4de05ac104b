// SPDX-License-Identifier: Apache-2.0
import { compareAndSwap, now } from '@stackport/database';
import type { Client, PlacementDatabase } from '../database.js';
import { ResourceProviderConcurrentUpdateDetected } from '../errors.js';
import type { Provider, SeenProvider } from './provider.js';

const WITH_RELATIVES = {
  root: { select: { uuid: true } },
  parent: { select: { uuid: true } },
} as const;

const SEEN = { id: true, uuid: true, generation: true } as const;

interface ProviderRow {
  readonly id: number;
  readonly uuid: string;
  readonly name: string | null;
  readonly generation: number | null;
  readonly rootProviderId: number | null;
  readonly parentProviderId: number | null;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
  readonly root: { readonly uuid: string } | null;
  readonly parent: { readonly uuid: string } | null;
}

/** Of all providers those that have each of these. */
export interface ProviderRowFilter {
  readonly name?: string;
  readonly uuid?: string;
  readonly rootId?: number;
}

/** `resource_providers`. Methods that take a client run in its transaction. */
export class ProviderRepository {
  constructor(private readonly database: PlacementDatabase) {}

  async find(uuid: string, client: Client = this.database.client): Promise<Provider | undefined> {
    const row = await client.resourceProvider.findUnique({ where: { uuid }, include: WITH_RELATIVES });
    return row === null ? undefined : toProvider(row);
  }

  async findAll(uuids: readonly string[], client: Client): Promise<readonly SeenProvider[]> {
    return seen(
      await client.resourceProvider.findMany({
        where: { uuid: { in: [...uuids] } },
        select: SEEN,
        orderBy: { id: 'asc' },
      }),
    );
  }

  async findByIds(ids: readonly number[], client: Client): Promise<readonly SeenProvider[]> {
    return seen(
      await client.resourceProvider.findMany({ where: { id: { in: [...ids] } }, select: SEEN, orderBy: { id: 'asc' } }),
    );
  }

  async list(
    { name, uuid, rootId }: ProviderRowFilter,
    client: Client = this.database.client,
  ): Promise<readonly Provider[]> {
    const rows = await client.resourceProvider.findMany({
      where: {
        ...(name === undefined ? {} : { name }),
        ...(uuid === undefined ? {} : { uuid }),
        ...(rootId === undefined ? {} : { rootProviderId: rootId }),
      },
      orderBy: { id: 'asc' },
    });
    return rows.length === 0 ? [] : withRelatives(rows, client);
  }

  /** Rejects with a unique violation for a uuid or name that is taken. */
  async create(
    tx: Client,
    { uuid, name, parent }: { readonly uuid: string; readonly name: string; readonly parent: Provider | undefined },
  ): Promise<void> {
    const { id } = await tx.resourceProvider.create({
      data: {
        uuid,
        name,
        generation: 0,
        createdAt: now(),
        ...(parent === undefined ? {} : { rootProviderId: parent.rootId, parentProviderId: parent.id }),
      },
    });
    if (parent === undefined) await this.setRoot(tx, [id], id);
  }

  /** Rejects with a unique violation for a name that is taken, and with a foreign key's for a parent that went. */
  async update(
    tx: Client,
    id: number,
    values: { readonly name: string | null; readonly rootId: number; readonly parentId: number | null },
  ): Promise<void> {
    await tx.resourceProvider.updateMany({
      where: { id },
      data: {
        name: values.name,
        rootProviderId: values.rootId,
        parentProviderId: values.parentId,
        updatedAt: now(),
      },
    });
  }

  async setRoot(tx: Client, ids: readonly number[], rootId: number): Promise<void> {
    await tx.resourceProvider.updateMany({
      where: { id: { in: [...ids] } },
      data: { rootProviderId: rootId, updatedAt: now() },
    });
  }

  /**
   * Takes the provider's generation one further.
   * @returns the new generation. Throws ResourceProviderConcurrentUpdateDetected where it is not the one that is given.
   */
  async bump(tx: Client, { id, generation }: SeenProvider): Promise<number> {
    const isOurs = await compareAndSwap(
      tx.resourceProvider,
      { id, generation },
      { generation: generation + 1, updatedAt: now() },
    );
    if (!isOurs) throw new ResourceProviderConcurrentUpdateDetected();
    return generation + 1;
  }

  hasChildren(tx: Client, id: number): Promise<boolean> {
    return tx.resourceProvider.count({ where: { parentProviderId: id } }).then((count) => count > 0);
  }

  hasAllocations(tx: Client, id: number): Promise<boolean> {
    return tx.allocation.count({ where: { resourceProviderId: id } }).then((count) => count > 0);
  }

  /** Removes a provider with all that belongs to it. @returns whether it was there. */
  async delete(tx: Client, id: number): Promise<boolean> {
    const where = { resourceProviderId: id };
    await tx.inventory.deleteMany({ where });
    await tx.resourceProviderAggregate.deleteMany({ where });
    await tx.resourceProviderTrait.deleteMany({ where });
    // It refers to itself, which keeps some engines from deleting it.
    await tx.resourceProvider.updateMany({ where: { id, rootProviderId: id }, data: { rootProviderId: null } });
    const { count } = await tx.resourceProvider.deleteMany({ where: { id } });
    return count > 0;
  }
}

function seen(rows: readonly Pick<ProviderRow, 'id' | 'uuid' | 'generation'>[]): readonly SeenProvider[] {
  return rows.map(({ id, uuid, generation }) => ({ id, uuid, generation: generation ?? 0 }));
}

function toProvider(row: ProviderRow): Provider {
  return {
    id: row.id,
    uuid: row.uuid,
    name: row.name,
    generation: row.generation ?? 0,
    rootId: row.rootProviderId ?? row.id,
    rootUuid: row.root?.uuid ?? row.uuid,
    parentId: row.parentProviderId,
    parentUuid: row.parent?.uuid ?? null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

/** The uuids of roots and parents: mostly among the rows themselves, the others in one query. */
async function withRelatives(
  rows: readonly Omit<ProviderRow, 'root' | 'parent'>[],
  client: Client,
): Promise<readonly Provider[]> {
  const uuids = new Map(rows.map(({ id, uuid }) => [id, uuid]));
  const missing = new Set(
    rows
      .flatMap(({ rootProviderId, parentProviderId }) => [rootProviderId, parentProviderId])
      .filter((id): id is number => id !== null && !uuids.has(id)),
  );
  if (missing.size > 0) {
    const others = await client.resourceProvider.findMany({
      where: { id: { in: [...missing] } },
      select: { id: true, uuid: true },
    });
    for (const { id, uuid } of others) uuids.set(id, uuid);
  }
  const relative = (id: number | null): { uuid: string } | null => {
    const uuid = id === null ? undefined : uuids.get(id);
    return uuid === undefined ? null : { uuid };
  };
  return rows.map((row) =>
    toProvider({ ...row, root: relative(row.rootProviderId), parent: relative(row.parentProviderId) }),
  );
}
