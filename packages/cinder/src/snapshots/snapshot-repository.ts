// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@stackport/context';
import { afterMarker, now, orderByKeys, type SortKey } from '@stackport/database';
import type { CinderDatabase, CinderTransaction } from '../database.js';
import { SnapshotMetadataNotFound, SnapshotNotFound } from '../errors/snapshots.js';
import type { Prisma } from '../generated/mysql/client.js';

const relations = { metadata: { where: { deleted: false } }, volume: true } as const satisfies Prisma.SnapshotInclude;

/** A snapshot with its metadata and its volume's own row. */
export type SnapshotRow = Prisma.SnapshotGetPayload<{ include: typeof relations }>;

export type NewSnapshot = Omit<Prisma.SnapshotUncheckedCreateInput, 'id' | 'createdAt' | 'metadata'>;

export interface SnapshotList {
  readonly where: Prisma.SnapshotWhereInput;
  readonly order: readonly SortKey[];
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly marker?: string | undefined;
}

/** Reads and writes snapshots: the API's only code that touches their tables. */
export class SnapshotRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  /** Throws `SnapshotNotFound`, for those of other projects too. */
  async get(context: RequestContext, id: string): Promise<SnapshotRow> {
    const row = await this.#database.client.snapshot.findFirst({
      where: { id, deleted: false, ...(context.isAdmin ? {} : { projectId: context.projectId ?? '' }) },
      include: relations,
    });
    if (row === null) throw new SnapshotNotFound(id);
    return row;
  }

  /** Throws `SnapshotNotFound` for a marker that there is not. */
  async list({ where, order, limit, offset, marker }: SnapshotList): Promise<SnapshotRow[]> {
    const conditions: Prisma.SnapshotWhereInput[] = [{ deleted: false }, where];
    if (marker !== undefined) {
      const last = await this.#database.client.snapshot.findFirst({ where: { id: marker, deleted: false } });
      if (last === null) throw new SnapshotNotFound(marker);
      conditions.push(afterMarker(order, last));
    }
    return this.#database.client.snapshot.findMany({
      where: { AND: conditions },
      include: relations,
      orderBy: orderByKeys(order),
      ...(limit === undefined ? {} : { take: limit }),
      ...(offset === undefined || offset === 0 ? {} : { skip: offset }),
    });
  }

  count(where: Prisma.SnapshotWhereInput): Promise<number> {
    return this.#database.client.snapshot.count({ where: { AND: [{ deleted: false }, where] } });
  }

  /** How many a volume has, and their GiB together. */
  async sizeOf(volumeId: string): Promise<{ readonly count: number; readonly size: number }> {
    const { _count: count, _sum: sum } = await this.#database.client.snapshot.aggregate({
      where: { volumeId, deleted: false },
      _count: true,
      _sum: { volumeSize: true },
    });
    return { count, size: sum.volumeSize ?? 0 };
  }

  /** The newest of a volume; null where it has none. */
  latestOf(volumeId: string): Promise<SnapshotRow | null> {
    return this.#database.client.snapshot.findFirst({
      where: { volumeId, deleted: false },
      include: relations,
      orderBy: { createdAt: 'desc' },
    });
  }

  /**
   * Stores a snapshot where its volume still is in one of the states.
   * @param together - what belongs into the same transaction: the commit of its quota
   * @returns its id; undefined where the volume was in another state
   */
  async create(
    values: NewSnapshot,
    metadata: Readonly<Record<string, string>>,
    volumeStates: readonly string[],
    together: (tx: CinderTransaction) => Promise<void>,
  ): Promise<string | undefined> {
    return this.#database.transaction(async (tx) => {
      const createdAt = now();
      const status = { in: [...volumeStates] };
      if ((await tx.volume.count({ where: { id: values.volumeId, deleted: false, status } })) === 0) return undefined;
      const id = randomUUID();
      await tx.snapshot.create({ data: { ...values, id, createdAt } });
      if (Object.keys(metadata).length > 0)
        await tx.snapshotMetadata.createMany({
          data: Object.entries(metadata).map(([key, value]) => ({ snapshotId: id, key, value, createdAt })),
        });
      await together(tx);
      return id;
    });
  }

  /** Changes snapshots only where they are as expected. @returns how many were */
  async changeWhere(
    where: Prisma.SnapshotWhereInput,
    values: Prisma.SnapshotUncheckedUpdateManyInput,
  ): Promise<number> {
    const { count } = await this.#database.client.snapshot.updateMany({
      where: { AND: [{ deleted: false }, where] },
      data: { ...values, updatedAt: now() },
    });
    return count;
  }

  /** Throws `SnapshotNotFound`. */
  async change(id: string, values: Prisma.SnapshotUncheckedUpdateManyInput): Promise<void> {
    if ((await this.changeWhere({ id }, values)) === 0) throw new SnapshotNotFound(id);
  }

  /** Makes this the metadata: keys that are not in it go. */
  async replaceMetadata(snapshotId: string, metadata: Readonly<Record<string, string>>): Promise<void> {
    const at = now();
    await this.#database.transaction(async (tx) => {
      const rows = await tx.snapshotMetadata.findMany({ where: { snapshotId, deleted: false } });
      const kept = new Map(rows.map((row) => [row.key ?? '', row]));
      for (const [key, value] of Object.entries(metadata)) {
        const row = kept.get(key);
        if (row === undefined) await tx.snapshotMetadata.create({ data: { snapshotId, key, value, createdAt: at } });
        else if (row.value !== value)
          await tx.snapshotMetadata.update({ where: { id: row.id }, data: { value, updatedAt: at } });
      }
      const gone = rows.filter(({ key }) => !Object.hasOwn(metadata, key ?? '')).map(({ id }) => id);
      await tx.snapshotMetadata.updateMany({
        where: { id: { in: gone } },
        data: { deleted: true, deletedAt: at, updatedAt: at },
      });
    });
  }

  /** Throws `SnapshotMetadataNotFound`. */
  async deleteMetadata(snapshotId: string, key: string): Promise<void> {
    const at = now();
    const { count } = await this.#database.client.snapshotMetadata.updateMany({
      where: { snapshotId, key, deleted: false },
      data: { deleted: true, deletedAt: at, updatedAt: at },
    });
    if (count === 0) throw new SnapshotMetadataNotFound(snapshotId, key);
  }
}
