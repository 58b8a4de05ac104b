// SPDX-License-Identifier: Apache-2.0
import { afterMarker, isUniqueViolation, now, orderByKeys, type SortKey } from '@stackport/database';
import type { ApiDatabase, ApiTransaction } from '../database.js';
import { MarkerNotFound } from '../errors/base.js';
import { FlavorExists, FlavorIdExists } from '../errors/flavors.js';
import type { Flavor as FlavorRow, Prisma } from '../generated/api/mysql/client.js';
import { type Flavor, FLAVOR_SORT_KEYS, type FlavorQuery, type FlavorViewer, type NewFlavor } from './flavor.js';

/** Columns that may be null. */
const NULLABLE = new Set<string>(['createdAt', 'updatedAt', 'description', 'rxtxFactor', 'vcpuWeight']);

/** The tables `flavors` and `flavor_extra_specs`. */
export class FlavorRepository {
  readonly #database: ApiDatabase;

  constructor(database: ApiDatabase) {
    this.#database = database;
  }

  /** Throws MarkerNotFound. */
  async list(query: FlavorQuery): Promise<Flavor[]> {
    const visible = await this.#visibleTo(query.viewer);
    const filters: Prisma.FlavorWhereInput[] = [visible, await this.#publicness(query)];
    if (query.disabled !== undefined) filters.push({ disabled: query.disabled });
    if (query.minMemoryMb !== undefined) filters.push({ memoryMb: { gte: query.minMemoryMb } });
    if (query.minRootGb !== undefined) filters.push({ rootGb: { gte: query.minRootGb } });
    const keys = sortKeys(query);
    if (query.marker !== undefined) {
      const marker = await this.#database.client.flavor.findFirst({
        where: { AND: [visible], flavorid: query.marker },
      });
      if (marker === null) throw new MarkerNotFound(query.marker);
      filters.push(afterMarker(keys, marker));
    }
    const rows = await this.#database.client.flavor.findMany({
      where: { AND: filters },
      orderBy: orderByKeys(keys),
      take: query.limit,
    });
    return this.#withSpecs(rows);
  }

  async find(flavorid: string, viewer: FlavorViewer): Promise<Flavor | null> {
    const row = await this.#database.client.flavor.findFirst({
      where: { AND: [await this.#visibleTo(viewer)], flavorid },
    });
    return row === null ? null : ((await this.#withSpecs([row]))[0] ?? null);
  }

  /** By the number of its row, whoever may see it. */
  async findByNumber(id: number): Promise<Flavor | null> {
    const row = await this.#database.client.flavor.findUnique({ where: { id } });
    return row === null ? null : ((await this.#withSpecs([row]))[0] ?? null);
  }

  count(): Promise<number> {
    return this.#database.client.flavor.count();
  }

  /** Throws FlavorIdExists, FlavorExists. */
  async create(values: NewFlavor): Promise<Flavor> {
    try {
      const row = await this.#database.client.flavor.create({ data: { ...values, createdAt: now() } });
      return flavorOf(row, {});
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const { flavorid, name } = values;
      const sameId = await this.#database.client.flavor.count({ where: { flavorid } });
      throw sameId > 0 ? new FlavorIdExists(flavorid) : new FlavorExists(name);
    }
  }

  /** @returns whether there is such a flavor */
  async setDescription(id: number, description: string | null): Promise<boolean> {
    const { count } = await this.#database.client.flavor.updateMany({
      where: { id },
      data: { description, updatedAt: now() },
    });
    return count > 0;
  }

  /** Deletes a flavor with its specs and who has access. @returns whether there was one */
  async delete(flavorid: string): Promise<boolean> {
    return this.#database.transaction(async (tx) => {
      const row = await tx.flavor.findUnique({ where: { flavorid }, select: { id: true } });
      if (row === null) return false;
      await tx.flavorProject.deleteMany({ where: { flavorId: row.id } });
      await tx.flavorExtraSpec.deleteMany({ where: { flavorId: row.id } });
      return (await tx.flavor.deleteMany({ where: { id: row.id } })).count > 0;
    });
  }

  /** Sets specs; those that are not named stay. */
  async setSpecs(id: number, specs: Readonly<Record<string, string>>): Promise<void> {
    await this.#database.transaction(async (tx) => {
      for (const [key, value] of Object.entries(specs)) await setSpec(tx, id, key, value);
    });
  }

  /** @returns whether there was one */
  async deleteSpec(id: number, key: string): Promise<boolean> {
    const { count } = await this.#database.client.flavorExtraSpec.deleteMany({ where: { flavorId: id, key } });
    return count > 0;
  }

  async #visibleTo(viewer: FlavorViewer): Promise<Prisma.FlavorWhereInput> {
    if (viewer === 'administrator') return {};
    return { OR: [{ isPublic: true }, { id: { in: await this.#ofProject(viewer.projectId) } }] };
  }

  async #publicness({ isPublic, projectId }: FlavorQuery): Promise<Prisma.FlavorWhereInput> {
    if (isPublic === undefined) return {};
    if (!isPublic || projectId === undefined) return { isPublic };
    return { OR: [{ isPublic }, { id: { in: await this.#ofProject(projectId) } }] };
  }

  async #ofProject(projectId: string | undefined): Promise<number[]> {
    if (projectId === undefined) return [];
    const rows = await this.#database.client.flavorProject.findMany({
      where: { projectId },
      select: { flavorId: true },
    });
    return rows.map(({ flavorId }) => flavorId);
  }

  async #withSpecs(rows: readonly FlavorRow[]): Promise<Flavor[]> {
    if (rows.length === 0) return [];
    const specs = await this.#database.client.flavorExtraSpec.findMany({
      where: { flavorId: { in: rows.map(({ id }) => id) } },
      orderBy: { id: 'asc' },
    });
    const byFlavor = new Map<number, Record<string, string | null>>(rows.map(({ id }) => [id, {}]));
    for (const { flavorId, key, value } of specs) Object.assign(byFlavor.get(flavorId) ?? {}, { [key]: value });
    return rows.map((row) => flavorOf(row, byFlavor.get(row.id) ?? {}));
  }
}

function sortKeys({ sortKey, sortDirection: direction }: FlavorQuery): SortKey[] {
  const field = FLAVOR_SORT_KEYS[sortKey];
  const first = { field, direction, nullable: NULLABLE.has(field) };
  return field === 'id' ? [first] : [first, { field: 'id', direction }];
}

async function setSpec(tx: ApiTransaction, flavorId: number, key: string, value: string): Promise<void> {
  const { count } = await tx.flavorExtraSpec.updateMany({
    where: { flavorId, key },
    data: { value, updatedAt: now() },
  });
  if (count === 0) await tx.flavorExtraSpec.create({ data: { flavorId, key, value, createdAt: now() } });
}

function flavorOf(row: FlavorRow, extraSpecs: Flavor['extraSpecs']): Flavor {
  return {
    ...row,
    rootGb: row.rootGb ?? 0,
    ephemeralGb: row.ephemeralGb ?? 0,
    disabled: row.disabled ?? false,
    isPublic: row.isPublic ?? true,
    extraSpecs,
  };
}
