// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@stackport/context';
import { afterMarker, now, orderByKeys, type SortKey } from '@stackport/database';
import type { CinderDatabase, CinderTransaction } from '../database.js';
import { GroupNotFound } from '../errors/groups.js';
import type { Group, Prisma } from '../generated/mysql/client.js';

/** A group with the ids of its volume types. */
export type GroupRow = Group & { readonly volumeTypeIds: readonly string[] };

export type NewGroup = Omit<Prisma.GroupUncheckedCreateInput, 'id' | 'createdAt'>;

export interface GroupList {
  readonly where: Prisma.GroupWhereInput;
  readonly order: readonly SortKey[];
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly marker?: string | undefined;
}

const mappings = { where: { deleted: false }, select: { volumeTypeId: true }, orderBy: { id: 'asc' } } as const;
const include = { volumeTypeMappings: mappings } as const satisfies Prisma.GroupInclude;

/** The tables `groups` and `group_volume_type_mapping`. */
export class GroupRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  transaction<T>(action: (tx: CinderTransaction) => Promise<T>): Promise<T> {
    return this.#database.transaction(action);
  }

  /** Throws `GroupNotFound`, for those of other projects too. */
  async get(context: RequestContext, id: string): Promise<GroupRow> {
    const row = await this.#database.client.group.findFirst({
      where: { id, deleted: false, ...(context.isAdmin ? {} : { projectId: context.projectId ?? '' }) },
      include,
    });
    if (row === null) throw new GroupNotFound(id);
    return withTypes(row);
  }

  /** Throws `GroupNotFound` for a marker that there is not. */
  async list({ where, order, limit, offset, marker }: GroupList): Promise<GroupRow[]> {
    const conditions: Prisma.GroupWhereInput[] = [{ deleted: false }, where];
    if (marker !== undefined) {
      const last = await this.#database.client.group.findFirst({ where: { id: marker, deleted: false } });
      if (last === null) throw new GroupNotFound(marker);
      conditions.push(afterMarker(order, last));
    }
    const rows = await this.#database.client.group.findMany({
      where: { AND: conditions },
      include,
      orderBy: orderByKeys(order),
      ...(limit === undefined ? {} : { take: limit }),
      ...(offset === undefined || offset === 0 ? {} : { skip: offset }),
    });
    return rows.map((row) => withTypes(row));
  }

  /** Ids of the volumes of some groups, one query for all. */
  async volumeIdsOf(groupIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = new Map<string, string[]>(groupIds.map((id) => [id, []]));
    if (groupIds.length === 0) return found;
    const rows = await this.#database.client.volume.findMany({
      where: { groupId: { in: [...groupIds] }, deleted: false },
      select: { id: true, groupId: true },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    });
    for (const { id, groupId } of rows) found.get(groupId ?? '')?.push(id);
    return found;
  }

  /**
   * Stores a new group. Throws `GroupNotFound` where the group that it is made from is gone by now.
   * @param together - what belongs into the same transaction: the commit of its quota
   * @returns its id
   */
  async create(
    values: NewGroup,
    volumeTypeIds: readonly string[],
    together: (tx: CinderTransaction) => Promise<void>,
  ): Promise<string> {
    const id = randomUUID();
    const createdAt = now();
    await this.#database.transaction(async (tx) => {
      const { sourceGroupId } = values;
      if (sourceGroupId && (await tx.group.count({ where: { id: sourceGroupId, deleted: false } })) === 0)
        throw new GroupNotFound(sourceGroupId);
      await tx.group.create({ data: { ...values, id, createdAt } });
      await tx.groupVolumeTypeMapping.createMany({
        data: [...new Set(volumeTypeIds)].map((volumeTypeId) => ({ groupId: id, volumeTypeId, createdAt })),
      });
      await together(tx);
    });
    return id;
  }

  /** Changes a group only where it still is as expected. @returns whether it was */
  async changeWhere(
    id: string,
    expected: Prisma.GroupWhereInput,
    values: Prisma.GroupUncheckedUpdateManyInput,
    tx: CinderTransaction = this.#database.client,
  ): Promise<boolean> {
    const { count } = await tx.group.updateMany({
      where: { AND: [{ id, deleted: false }, expected] },
      data: { ...values, updatedAt: now() },
    });
    return count === 1;
  }

  /**
   * Marks a group and its types as deleted.
   * @param together - what belongs into the same transaction: giving its quota back
   * @returns false where it was deleted already
   */
  async remove(id: string, together: (tx: CinderTransaction) => Promise<void>): Promise<boolean> {
    const gone = { deleted: true, deletedAt: now() };
    return this.#database.transaction(async (tx) => {
      const { count } = await tx.group.updateMany({
        where: { id, deleted: false },
        data: { ...gone, status: 'deleted' },
      });
      if (count === 0) return false;
      await tx.groupVolumeTypeMapping.updateMany({ where: { groupId: id, deleted: false }, data: gone });
      await together(tx);
      return true;
    });
  }

  /** Puts the volumes of a group where the group is. */
  async placeVolumes({ id, host, clusterName }: Group): Promise<void> {
    await this.#database.client.volume.updateMany({
      where: { groupId: id, deleted: false },
      data: { host, clusterName, updatedAt: now() },
    });
  }

  /** Whether a new group is being made of the group. */
  async isSource(tx: CinderTransaction, id: string): Promise<boolean> {
    return (await tx.group.count({ where: { sourceGroupId: id, status: 'creating', deleted: false } })) > 0;
  }
}

function withTypes({
  volumeTypeMappings,
  ...row
}: Group & { readonly volumeTypeMappings: readonly { readonly volumeTypeId: string }[] }): GroupRow {
  return { ...row, volumeTypeIds: volumeTypeMappings.map(({ volumeTypeId }) => volumeTypeId) };
}
