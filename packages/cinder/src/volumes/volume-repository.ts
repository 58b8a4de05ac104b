// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@stackport/context';
import { afterMarker, now, orderByKeys, type SortKey } from '@stackport/database';
import type { CinderDatabase, CinderTransaction } from '../database.js';
import { VolumeMetadataNotFound, VolumeNotFound } from '../errors/volumes.js';
import type { Prisma } from '../generated/mysql/client.js';
import { DEFAULT_CGSNAPSHOT_TYPE } from '../group-types/group-type-service.js';
import type { VolumeTypeRepository, VolumeTypeRow } from '../volume-types/volume-type-repository.js';
import { volumeRelations, type VolumeRow } from './volume.js';

/** The columns of a new volume that its creator chooses. */
export type NewVolume = Omit<Prisma.VolumeUncheckedCreateInput, 'id' | 'createdAt' | 'metadata'>;

export interface VolumeList {
  readonly where: Prisma.VolumeWhereInput;
  /** The order; its last key tells any two volumes apart. */
  readonly order: readonly SortKey[];
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  /** Id of the last volume of the page before. */
  readonly marker?: string | undefined;
}

/** Which of the tables of keys and values. */
export type MetadataKind = 'volumeMetadata' | 'volumeAdminMetadata' | 'volumeGlanceMetadata';

/** Reads and writes volumes: the only code that touches their tables. */
export class VolumeRepository {
  readonly #database: CinderDatabase;
  readonly #types: VolumeTypeRepository;

  constructor(database: CinderDatabase, types: VolumeTypeRepository) {
    this.#database = database;
    this.#types = types;
  }

  /** Throws `VolumeNotFound` for a volume that is not there or that is another project's. */
  async get(context: RequestContext, id: string): Promise<VolumeRow> {
    const row = await this.#database.client.volume.findFirst({
      where: { id, deleted: false, ...ownedBy(context) },
      include: volumeRelations,
    });
    if (row === null) throw new VolumeNotFound(id);
    return (await this.#withTypes([row]))[0] as VolumeRow;
  }

  /** A page of volumes; the caller's conditions say whose. Throws `VolumeNotFound` for a marker that is none of them. */
  async list({ where, order, limit, offset, marker }: VolumeList): Promise<VolumeRow[]> {
    const conditions: Prisma.VolumeWhereInput[] = [{ deleted: false }, where];
    if (marker !== undefined) {
      const last = await this.#database.client.volume.findFirst({ where: { id: marker, deleted: false } });
      if (last === null) throw new VolumeNotFound(marker);
      conditions.push(afterMarker(order, last));
    }
    const rows = await this.#database.client.volume.findMany({
      where: { AND: conditions },
      include: volumeRelations,
      orderBy: orderByKeys(order),
      ...(limit === undefined ? {} : { take: limit }),
      ...(offset === undefined || offset === 0 ? {} : { skip: offset }),
    });
    return this.#withTypes(rows);
  }

  count(where: Prisma.VolumeWhereInput): Promise<number> {
    return this.#database.client.volume.count({ where: { AND: [{ deleted: false }, where] } });
  }

  /** How many, and their GiB together. */
  async summary(where: Prisma.VolumeWhereInput): Promise<{ readonly count: number; readonly size: number }> {
    const { _count: count, _sum: sum } = await this.#database.client.volume.aggregate({
      where: { AND: [{ deleted: false }, where] },
      _count: true,
      _sum: { size: true },
    });
    return { count, size: sum.size ?? 0 };
  }

  /** The different pairs of key and value in their metadata. */
  metadataOf(
    where: Prisma.VolumeWhereInput,
  ): Promise<{ readonly key: string | null; readonly value: string | null }[]> {
    return this.#database.client.volumeMetadata.findMany({
      where: { deleted: false, volume: { AND: [{ deleted: false }, where] } },
      select: { key: true, value: true },
      distinct: ['key', 'value'],
    });
  }

  /**
   * Stores a new volume.
   * @param together - what belongs into the same transaction: the commit of its quota
   * @returns the volume's id
   */
  async create(
    values: NewVolume,
    metadata: Readonly<Record<string, string>>,
    together: (tx: CinderTransaction) => Promise<void>,
  ): Promise<string> {
    const id = randomUUID();
    const createdAt = now();
    await this.#database.transaction(async (tx) => {
      await tx.volume.create({ data: { ...values, id, createdAt } });
      if (Object.keys(metadata).length > 0)
        await tx.volumeMetadata.createMany({
          data: Object.entries(metadata).map(([key, value]) => ({ volumeId: id, key, value, createdAt })),
        });
      await together(tx);
    });
    return id;
  }

  /**
   * Changes a volume only where it still is as expected (upstream's conditional_update).
   * @returns whether it was
   */
  async changeWhere(
    id: string,
    expected: Prisma.VolumeWhereInput,
    values: Prisma.VolumeUncheckedUpdateManyInput,
  ): Promise<boolean> {
    const { count } = await this.#database.client.volume.updateMany({
      where: { AND: [{ id, deleted: false }, expected] },
      data: { ...values, updatedAt: now() },
    });
    return count === 1;
  }

  /** Changes it as it is. Throws `VolumeNotFound`. */
  async change(id: string, values: Prisma.VolumeUncheckedUpdateManyInput): Promise<void> {
    if (!(await this.changeWhere(id, {}, values))) throw new VolumeNotFound(id);
  }

  /**
   * Marks a volume and its parts as deleted.
   * @param together - what belongs into the same transaction: giving its quota back
   * @returns false where it was deleted already
   */
  async remove(
    id: string,
    together: (tx: CinderTransaction) => Promise<void> = async () => undefined,
  ): Promise<boolean> {
    const deletedAt = now();
    const gone = { deleted: true, deletedAt, updatedAt: deletedAt };
    return this.#database.transaction(async (tx) => {
      const { count } = await tx.volume.updateMany({
        where: { id, deleted: false },
        data: { ...gone, status: 'deleted', migrationStatus: null },
      });
      if (count === 0) return false;
      const parts = { where: { volumeId: id, deleted: false }, data: gone };
      await tx.volumeMetadata.updateMany(parts);
      await tx.volumeAdminMetadata.updateMany(parts);
      await tx.volumeGlanceMetadata.updateMany(parts);
      await tx.transfer.updateMany(parts);
      await together(tx);
      return true;
    });
  }

  /**
   * Sets metadata; with `replace` other keys go.
   * @returns all of it afterwards
   */
  async setMetadata(
    kind: MetadataKind,
    volumeId: string,
    metadata: Readonly<Record<string, string>>,
    { replace = false } = {},
  ): Promise<Record<string, string>> {
    const at = now();
    return this.#database.transaction(async (tx) => {
      // The tables have the same columns, as far as a volume's go.
      const table = tx[kind] as CinderTransaction['volumeMetadata'];
      const rows = await table.findMany({ where: { volumeId, deleted: false } });
      const kept = new Map(rows.map((row) => [row.key ?? '', row]));
      for (const [key, value] of Object.entries(metadata)) {
        const row = kept.get(key);
        if (row === undefined) await table.create({ data: { volumeId, key, value, createdAt: at } });
        else if (row.value !== value) await table.update({ where: { id: row.id }, data: { value, updatedAt: at } });
      }
      const dropped = replace ? rows.filter(({ key }) => !Object.hasOwn(metadata, key ?? '')) : [];
      if (dropped.length > 0)
        await table.updateMany({
          where: { id: { in: dropped.map(({ id }) => id) } },
          data: { deleted: true, deletedAt: at, updatedAt: at },
        });
      const others = replace ? [] : rows.map(({ key, value }) => [key ?? '', value ?? ''] as const);
      return { ...Object.fromEntries(others), ...metadata };
    });
  }

  /** Throws `VolumeMetadataNotFound`. */
  async deleteMetadata(kind: MetadataKind, volumeId: string, key: string): Promise<void> {
    const at = now();
    const table = this.#database.client[kind] as CinderTransaction['volumeMetadata'];
    const { count } = await table.updateMany({
      where: { volumeId, key, deleted: false },
      data: { deleted: true, deletedAt: at, updatedAt: at },
    });
    if (count === 0) throw new VolumeMetadataNotFound(volumeId, key);
  }

  /** One query for the types of all. */
  async #withTypes(rows: readonly Omit<VolumeRow, 'volumeType'>[]): Promise<VolumeRow[]> {
    const ids = [...new Set(rows.map(({ volumeTypeId }) => volumeTypeId))];
    const types: ReadonlyMap<string, VolumeTypeRow> = ids.length === 0 ? new Map() : await this.#types.findAll(ids);
    const converted = await this.#convertedGroups(rows.flatMap(({ groupId }) => groupId ?? []));
    return rows.map((row) => ({
      ...row,
      volumeType: types.get(row.volumeTypeId) ?? null,
      convertedGroupId: row.groupId !== null && converted.has(row.groupId) ? row.groupId : null,
    }));
  }

  /** Which of these groups are consistency groups to those who use their API. */
  async #convertedGroups(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const { groupType, group } = this.#database.client;
    const types = await groupType.findMany({
      where: { name: DEFAULT_CGSNAPSHOT_TYPE, deleted: false },
      select: { id: true },
    });
    const rows = await group.findMany({
      where: { id: { in: [...new Set(ids)] }, groupTypeId: { in: types.map(({ id }) => id) } },
      select: { id: true },
    });
    return new Set(rows.map(({ id }) => id));
  }
}

/** Administrators see the volumes of all projects. */
export function ownedBy(context: RequestContext): { projectId?: string } {
  return context.isAdmin ? {} : { projectId: context.projectId ?? '' };
}
