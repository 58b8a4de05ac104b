// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@stackport/context';
import { afterMarker, now, orderByKeys, type SortKey } from '@stackport/database';
import type { CinderDatabase, CinderTransaction } from '../database.js';
import { GroupNotFound, GroupSnapshotNotFound } from '../errors/groups.js';
import type { Prisma, Snapshot } from '../generated/mysql/client.js';

const include = { group: true } as const satisfies Prisma.GroupSnapshotInclude;

/** A snapshot of a group, with the group's own row. */
export type GroupSnapshotRow = Prisma.GroupSnapshotGetPayload<{ include: typeof include }>;

export type NewGroupSnapshot = Omit<Prisma.GroupSnapshotUncheckedCreateInput, 'id' | 'createdAt'>;
/** A snapshot of one of the group's volumes. */
export type NewMemberSnapshot = Omit<Prisma.SnapshotCreateManyInput, 'id' | 'createdAt' | 'groupSnapshotId'>;

export interface GroupSnapshotList {
  readonly where: Prisma.GroupSnapshotWhereInput;
  readonly order: readonly SortKey[];
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly marker?: string | undefined;
}

/** The table `group_snapshots`, and the snapshots that belong to its rows. */
export class GroupSnapshotRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  /** Throws `GroupSnapshotNotFound`, for those of other projects too. */
  async get(context: RequestContext, id: string): Promise<GroupSnapshotRow> {
    const row = await this.#database.client.groupSnapshot.findFirst({
      where: { id, deleted: false, ...(context.isAdmin ? {} : { projectId: context.projectId ?? '' }) },
      include,
    });
    if (row === null) throw new GroupSnapshotNotFound(id);
    return row;
  }

  /** Throws `GroupSnapshotNotFound` for a marker that there is not. */
  async list({ where, order, limit, offset, marker }: GroupSnapshotList): Promise<GroupSnapshotRow[]> {
    const conditions: Prisma.GroupSnapshotWhereInput[] = [{ deleted: false }, where];
    if (marker !== undefined) {
      const last = await this.#database.client.groupSnapshot.findFirst({ where: { id: marker, deleted: false } });
      if (last === null) throw new GroupSnapshotNotFound(marker);
      conditions.push(afterMarker(order, last));
    }
    return this.#database.client.groupSnapshot.findMany({
      where: { AND: conditions },
      include,
      orderBy: orderByKeys(order),
      ...(limit === undefined ? {} : { take: limit }),
      ...(offset === undefined || offset === 0 ? {} : { skip: offset }),
    });
  }

  countOfGroup(groupId: string, tx: CinderTransaction = this.#database.client): Promise<number> {
    return tx.groupSnapshot.count({ where: { groupId, deleted: false } });
  }

  /** The snapshots of the group's volumes that belong to it, oldest first. */
  members(groupSnapshotId: string): Promise<Snapshot[]> {
    return this.#database.client.snapshot.findMany({
      where: { groupSnapshotId, deleted: false },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    });
  }

  /**
   * Stores a group snapshot and its members, all or none. Throws `GroupNotFound` where the group is gone by now.
   * @param together - what belongs into the same transaction: the commit of their quota
   * @returns its id
   */
  async create(
    values: NewGroupSnapshot,
    members: readonly NewMemberSnapshot[],
    together: (tx: CinderTransaction) => Promise<void>,
  ): Promise<string> {
    const id = randomUUID();
    const createdAt = now();
    await this.#database.transaction(async (tx) => {
      if ((await tx.group.count({ where: { id: values.groupId, deleted: false } })) === 0)
        throw new GroupNotFound(values.groupId);
      await tx.groupSnapshot.create({ data: { ...values, id, createdAt } });
      await tx.snapshot.createMany({
        data: members.map((member) => ({ ...member, id: randomUUID(), groupSnapshotId: id, createdAt })),
      });
      await together(tx);
    });
    return id;
  }

  /** Changes it only where it still is as expected. @returns whether it was */
  async changeWhere(
    id: string,
    expected: Prisma.GroupSnapshotWhereInput,
    values: Prisma.GroupSnapshotUncheckedUpdateManyInput,
  ): Promise<boolean> {
    const { count } = await this.#database.client.groupSnapshot.updateMany({
      where: { AND: [{ id, deleted: false }, expected] },
      data: { ...values, updatedAt: now() },
    });
    return count === 1;
  }

  /** Sets the state of it and of its members together. */
  async changeWithMembers(id: string, status: string): Promise<void> {
    const data = { status, updatedAt: now() };
    await this.#database.transaction(async (tx) => {
      await tx.groupSnapshot.updateMany({ where: { id, deleted: false }, data });
      await tx.snapshot.updateMany({ where: { groupSnapshotId: id, deleted: false }, data });
    });
  }

  /**
   * Marks it and its members as being deleted, where its state allows it and no group is being made of it.
   * @returns whether that was so
   */
  async startDeletion(id: string, states: readonly string[]): Promise<boolean> {
    return this.#database.transaction(async (tx) => {
      const data = { status: 'deleting', updatedAt: now() };
      const copies = await tx.group.count({ where: { groupSnapshotId: id, status: 'creating', deleted: false } });
      if (copies > 0) return false;
      const where = { id, deleted: false, status: { in: [...states] } };
      if ((await tx.groupSnapshot.updateMany({ where, data })).count === 0) return false;
      await tx.snapshot.updateMany({ where: { groupSnapshotId: id, deleted: false }, data });
      return true;
    });
  }
}
