// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { now } from '@stackport/database';
import type { CinderDatabase, CinderTransaction } from '../database.js';
import { GroupTypeExists, GroupTypeInUse, GroupTypeNotFound } from '../errors/group-types.js';
import type { Prisma } from '../generated/mysql/client.js';
import type { TypeVisibility } from '../volume-types/volume-type-repository.js';

const groupTypeInclude = { specs: { where: { deleted: false } } } as const satisfies Prisma.GroupTypeInclude;

/** A group type with its living specs. */
export type GroupTypeRow = Prisma.GroupTypeGetPayload<{ include: typeof groupTypeInclude }>;

export interface NewGroupType {
  readonly name: string;
  readonly description?: string | null;
  readonly isPublic?: boolean;
  readonly specs?: Readonly<Record<string, string | null>>;
}

/** The tables `group_types`, `group_type_specs` and `group_type_projects`. */
export class GroupTypeRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  find(id: string, visibility?: TypeVisibility): Promise<GroupTypeRow | null> {
    return this.#database.client.groupType.findFirst({
      where: { id, deleted: false, ...visible(visibility) },
      include: groupTypeInclude,
    });
  }

  findByName(name: string, visibility?: TypeVisibility): Promise<GroupTypeRow | null> {
    return this.#database.client.groupType.findFirst({
      where: { name, deleted: false, ...visible(visibility) },
      include: groupTypeInclude,
    });
  }

  /** @param visibility - whose private types count as public ones where `isPublic` is true */
  list(
    isPublic: boolean | undefined,
    { projectId }: TypeVisibility,
    orderBy: readonly Prisma.GroupTypeOrderByWithRelationInput[],
  ): Promise<GroupTypeRow[]> {
    const which: Prisma.GroupTypeWhereInput =
      isPublic === undefined ? {} : isPublic ? visible({ projectId }) : { isPublic: false };
    return this.#database.client.groupType.findMany({
      where: { deleted: false, ...which },
      include: groupTypeInclude,
      orderBy: [...orderBy],
    });
  }

  /** Throws GroupTypeExists where a living one has the name. */
  async create(values: NewGroupType): Promise<string> {
    const id = randomUUID();
    const createdAt = now();
    await this.#database.transaction(async (tx) => {
      await checkName(tx, values.name, id);
      await tx.groupType.create({
        data: {
          id,
          name: values.name,
          description: values.description ?? null,
          isPublic: values.isPublic ?? true,
          createdAt,
          specs: { create: Object.entries(values.specs ?? {}).map(([key, value]) => ({ key, value, createdAt })) },
        },
      });
    });
    return id;
  }

  /** Changes what is given. Throws GroupTypeNotFound, GroupTypeExists. */
  async update(
    id: string,
    values: { readonly name?: string; readonly description?: string; readonly isPublic?: boolean },
  ): Promise<void> {
    await this.#database.transaction(async (tx) => {
      if (values.name !== undefined) await checkName(tx, values.name, id);
      const data = { ...values, updatedAt: now() };
      const { count } = await tx.groupType.updateMany({ where: { id, deleted: false }, data });
      if (count === 0) throw new GroupTypeNotFound(id);
    });
  }

  /** Throws GroupTypeNotFound, GroupTypeInUse. */
  async delete(id: string): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const data = { deleted: true, deletedAt: now() };
      const { count } = await tx.groupType.updateMany({ where: { id, deleted: false }, data });
      if (count === 0) throw new GroupTypeNotFound(id);
      if ((await tx.group.count({ where: { groupTypeId: id, deleted: false } })) > 0) throw new GroupTypeInUse(id);
      await tx.groupTypeSpec.updateMany({ where: { groupTypeId: id, deleted: false }, data });
    });
  }

  /** Sets specs; those that are not named stay. Throws GroupTypeNotFound. */
  async updateSpecs(groupTypeId: string, specs: Readonly<Record<string, string | null>>): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const found = await tx.groupType.count({ where: { id: groupTypeId, deleted: false } });
      if (found === 0) throw new GroupTypeNotFound(groupTypeId);
      for (const [key, value] of Object.entries(specs)) {
        const where = { groupTypeId, key, deleted: false };
        const { count } = await tx.groupTypeSpec.updateMany({ where, data: { value, updatedAt: now() } });
        if (count === 0) await tx.groupTypeSpec.create({ data: { groupTypeId, key, value, createdAt: now() } });
      }
    });
  }

  /** @returns whether there was one */
  async deleteSpec(groupTypeId: string, key: string): Promise<boolean> {
    const { count } = await this.#database.client.groupTypeSpec.updateMany({
      where: { groupTypeId, key, deleted: false },
      data: { deleted: true, deletedAt: now() },
    });
    return count > 0;
  }
}

function visible(visibility: TypeVisibility | undefined): Prisma.GroupTypeWhereInput {
  if (visibility === undefined) return {};
  const { projectId } = visibility;
  const shared = projectId === undefined ? [] : [{ projects: { some: { projectId, deleted: false } } }];
  return { OR: [{ isPublic: true }, ...shared] };
}

async function checkName(tx: CinderTransaction, name: string, id: string): Promise<void> {
  if ((await tx.groupType.count({ where: { name, deleted: false, id: { not: id } } })) > 0)
    throw new GroupTypeExists(name);
}
