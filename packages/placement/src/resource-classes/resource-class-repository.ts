// SPDX-License-Identifier: Apache-2.0
import { isUniqueViolation, now } from '@stackport/database';
import type { Client, PlacementDatabase } from '../database.js';
import type { NamedRow, NamedRows } from '../names/names.js';
import { FIRST_CUSTOM_ID, standardResourceClasses } from '@stackport/resource-standards';

/** `resource_classes`. */
export class ResourceClassRepository implements NamedRows {
  constructor(private readonly database: PlacementDatabase) {}

  byNames(names: readonly string[], client: Client = this.database.client): Promise<readonly NamedRow[]> {
    return client.resourceClass.findMany({ where: { name: { in: [...names] } } });
  }

  byIds(ids: readonly number[], client: Client = this.database.client): Promise<readonly NamedRow[]> {
    return client.resourceClass.findMany({ where: { id: { in: [...ids] } } });
  }

  list(): Promise<readonly NamedRow[]> {
    return this.database.client.resourceClass.findMany({ orderBy: { id: 'asc' } });
  }

  /** Adds a custom class. Rejects with a unique violation for a name that is taken, and for an id that another took meanwhile. */
  async create(name: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { _max: max } = await tx.resourceClass.aggregate({ _max: { id: true } });
      const id = Math.max((max.id ?? 0) + 1, FIRST_CUSTOM_ID);
      await tx.resourceClass.create({ data: { id, name, createdAt: now() } });
    });
  }

  /** @returns whether there was a custom class of that name. */
  async rename(name: string, newName: string): Promise<boolean> {
    const { count } = await this.database.client.resourceClass.updateMany({
      where: { name, id: { gte: FIRST_CUSTOM_ID } },
      data: { name: newName, updatedAt: now() },
    });
    return count > 0;
  }

  /** @returns false where an inventory is of the class, which then stays. */
  deleteUnused(id: number): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if ((await tx.inventory.count({ where: { resourceClassId: id } })) > 0) return false;
      await tx.resourceClass.deleteMany({ where: { id } });
      return true;
    });
  }

  /** Adds the standard classes that are missing, under their ids. */
  async addStandard(): Promise<void> {
    const known = new Set((await this.list()).map(({ name }) => name));
    const missing = standardResourceClasses
      .map((name, id) => ({ id, name, createdAt: now() }))
      .filter(({ name }) => !known.has(name));
    if (missing.length === 0) return;
    try {
      await this.database.transaction((tx) => addAll(tx, missing));
    } catch (error) {
      // Another process was faster.
      if (!isUniqueViolation(error)) throw error;
    }
  }
}

type NewClass = Pick<NamedRow, 'id' | 'name' | 'createdAt'>;

async function addAll(tx: Client, rows: readonly NewClass[]): Promise<void> {
  const first = rows.find(({ id }) => id === 0);
  if (first !== undefined) {
    // MySQL takes an inserted 0 for "the next id"; an update to 0 it takes as it is.
    const { name, createdAt } = first;
    await tx.resourceClass.create({ data: { id: FIRST_CUSTOM_ID - 1, name, createdAt } });
    await tx.resourceClass.updateMany({ where: { name }, data: { id: 0 } });
  }
  await tx.resourceClass.createMany({ data: rows.filter(({ id }) => id !== 0) });
}
