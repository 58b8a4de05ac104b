// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { isUniqueViolation, now } from '@stackport/database';
import type { CinderDatabase, CinderTransaction } from '../database.js';
import {
  VolumeTypeAccessExists,
  VolumeTypeAccessNotFound,
  VolumeTypeDeletionError,
  VolumeTypeExists,
  VolumeTypeInUse,
  VolumeTypeNotFound,
} from '../errors/volume-types.js';
import type { Prisma } from '../generated/mysql/client.js';

/** What is read with a volume type: its living extra specs, the projects that have access, and its QoS specs. */
const volumeTypeInclude = {
  extraSpecs: { where: { deleted: false } },
  projects: { where: { deleted: 0 } },
  qosSpecs: { include: { specs: { where: { deleted: false } } } },
} as const satisfies Prisma.VolumeTypeInclude;

export type VolumeTypeRow = Prisma.VolumeTypeGetPayload<{ include: typeof volumeTypeInclude }>;

/** Who asks: everything is seen where it is undefined, else what is public or open to the project. */
export interface TypeVisibility {
  readonly projectId: string | undefined;
}

export interface VolumeTypeFilters {
  readonly isPublic?: boolean;
  readonly extraSpecs?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly description?: string;
  readonly id?: string;
  readonly qosSpecsId?: string;
}

export interface NewVolumeType {
  readonly name: string;
  readonly description?: string | null;
  readonly isPublic?: boolean;
  readonly extraSpecs?: Readonly<Record<string, string | null>>;
  readonly projects?: readonly string[];
}

/** The tables `volume_types`, `volume_type_extra_specs` and `volume_type_projects`. */
export class VolumeTypeRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  /** @param options.inactive - a deleted one is found too */
  find(
    id: string,
    { visibility, inactive = false }: { visibility?: TypeVisibility | undefined; inactive?: boolean } = {},
  ): Promise<VolumeTypeRow | null> {
    return this.#database.client.volumeType.findFirst({
      where: { id, ...(inactive ? {} : { deleted: false }), ...visible(visibility) },
      include: volumeTypeInclude,
    });
  }

  findByName(name: string, visibility?: TypeVisibility): Promise<VolumeTypeRow | null> {
    return this.#database.client.volumeType.findFirst({
      where: { name, deleted: false, ...visible(visibility) },
      include: volumeTypeInclude,
    });
  }

  /** Those of some ids, deleted ones too: what volumes refer to. */
  async findAll(ids: readonly string[]): Promise<Map<string, VolumeTypeRow>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#database.client.volumeType.findMany({
      where: { id: { in: [...new Set(ids)] } },
      include: volumeTypeInclude,
    });
    return new Map(rows.map((row) => [row.id, row]));
  }

  /**
   * The living ones that fit.
   * @param projectId - whose private types count as public ones where the filter asks for these
   */
  list(
    { isPublic, extraSpecs = {}, ...columns }: VolumeTypeFilters,
    projectId: string | undefined,
    orderBy: readonly Prisma.VolumeTypeOrderByWithRelationInput[],
  ): Promise<VolumeTypeRow[]> {
    const conditions: Prisma.VolumeTypeWhereInput[] = Object.entries(extraSpecs).map(([key, value]) => ({
      extraSpecs: {
        some: {
          key,
          // The one that holds a list.
          value: key === 'RESKEY:availability_zones' ? { contains: value } : value,
          deleted: false,
        },
      },
    }));
    if (isPublic === false) conditions.push({ isPublic: false });
    if (isPublic === true)
      conditions.push({
        OR: [
          { isPublic: true },
          ...(projectId === undefined ? [] : [{ projects: { some: { projectId, deleted: 0 } } }]),
        ],
      });
    return this.#database.client.volumeType.findMany({
      where: { deleted: false, ...columns, AND: conditions },
      include: volumeTypeInclude,
      orderBy: [...orderBy],
    });
  }

  /** Throws VolumeTypeExists where a living one has the name. */
  async create(values: NewVolumeType): Promise<string> {
    const id = randomUUID();
    await this.#database.transaction(async (tx) => {
      await this.#checkName(tx, values.name, id);
      const createdAt = now();
      await tx.volumeType.create({
        data: {
          id,
          name: values.name,
          description: values.description ?? null,
          isPublic: values.isPublic ?? true,
          createdAt,
          extraSpecs: {
            create: Object.entries(values.extraSpecs ?? {}).map(([key, value]) => ({ key, value, createdAt })),
          },
          projects: { create: [...new Set(values.projects ?? [])].map((projectId) => ({ projectId, createdAt })) },
        },
      });
    });
    return id;
  }

  /**
   * Changes what is given.
   * @param renamed - runs in the same transaction where the name changes
   * @throws VolumeTypeNotFound, VolumeTypeExists
   */
  async update(
    id: string,
    values: { readonly name?: string; readonly description?: string; readonly isPublic?: boolean },
    renamed: (tx: CinderTransaction, from: string, to: string) => Promise<void>,
  ): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const before = await tx.volumeType.findFirst({ where: { id, deleted: false }, select: { name: true } });
      if (before === null) throw new VolumeTypeNotFound(id);
      if (values.name !== undefined) await this.#checkName(tx, values.name, id);
      await tx.volumeType.updateMany({ where: { id, deleted: false }, data: { ...values, updatedAt: now() } });
      if (values.name !== undefined && before.name !== null && before.name !== values.name)
        await renamed(tx, before.name, values.name);
    });
  }

  /**
   * Deletes a type that nothing uses, with all that belongs to it.
   * @throws VolumeTypeNotFound, VolumeTypeInUse, VolumeTypeDeletionError for the last one
   */
  async delete(id: string): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const deletedAt = now();
      if ((await tx.volumeType.count({ where: { deleted: false } })) <= 1) throw new VolumeTypeDeletionError(id);
      const { count } = await tx.volumeType.updateMany({
        where: { id, deleted: false },
        data: { deleted: true, deletedAt },
      });
      if (count === 0) throw new VolumeTypeNotFound(id);
      const uses = await Promise.all([
        tx.volume.count({ where: { volumeTypeId: id, deleted: false } }),
        tx.groupVolumeTypeMapping.count({ where: { volumeTypeId: id, deleted: false } }),
        tx.consistencyGroup.count({ where: { volumeTypeId: { contains: id }, deleted: false } }),
      ]);
      if (uses.some((used) => used > 0)) throw new VolumeTypeInUse(id);
      const data = { deleted: true, deletedAt };
      await tx.volumeTypeExtraSpec.updateMany({ where: { volumeTypeId: id, deleted: false }, data });
      await tx.encryption.updateMany({ where: { volumeTypeId: id, deleted: false }, data });
      const access = await tx.volumeTypeProject.findMany({ where: { volumeTypeId: id, deleted: 0 } });
      for (const row of access) await softDeleteAccess(tx, row.id);
    });
  }

  /** Throws VolumeTypeAccessExists, VolumeTypeNotFound. */
  async addAccess(volumeTypeId: string, projectId: string): Promise<void> {
    try {
      await this.#database.transaction(async (tx) => {
        await requireType(tx, volumeTypeId);
        await tx.volumeTypeProject.create({ data: { volumeTypeId, projectId, createdAt: now() } });
      });
    } catch (error) {
      throw isUniqueViolation(error) ? new VolumeTypeAccessExists(volumeTypeId, projectId) : error;
    }
  }

  /** Throws VolumeTypeAccessNotFound, VolumeTypeNotFound. */
  async removeAccess(volumeTypeId: string, projectId: string): Promise<void> {
    await this.#database.transaction(async (tx) => {
      await requireType(tx, volumeTypeId);
      const row = await tx.volumeTypeProject.findFirst({ where: { volumeTypeId, projectId, deleted: 0 } });
      if (row === null) throw new VolumeTypeAccessNotFound(volumeTypeId, projectId);
      await softDeleteAccess(tx, row.id);
    });
  }

  /** Sets extra specs; those that are not named stay. */
  async updateExtraSpecs(volumeTypeId: string, specs: Readonly<Record<string, string | null>>): Promise<void> {
    await this.#database.transaction(async (tx) => {
      await requireType(tx, volumeTypeId);
      for (const [key, value] of Object.entries(specs)) {
        const where = { volumeTypeId, key, deleted: false };
        const { count } = await tx.volumeTypeExtraSpec.updateMany({ where, data: { value, updatedAt: now() } });
        if (count === 0) await tx.volumeTypeExtraSpec.create({ data: { volumeTypeId, key, value, createdAt: now() } });
      }
    });
  }

  /** @returns whether there was one */
  async deleteExtraSpec(volumeTypeId: string, key: string): Promise<boolean> {
    const { count } = await this.#database.client.volumeTypeExtraSpec.updateMany({
      where: { volumeTypeId, key, deleted: false },
      data: { deleted: true, deletedAt: now() },
    });
    return count > 0;
  }

  /** Whether living volumes have the type. */
  async isInUse(volumeTypeId: string): Promise<boolean> {
    const row = await this.#database.client.volume.findFirst({
      where: { volumeTypeId, deleted: false },
      select: { id: true },
    });
    return row !== null;
  }

  async #checkName(tx: CinderTransaction, name: string, id: string): Promise<void> {
    const other = await tx.volumeType.findFirst({ where: { name, deleted: false, id: { not: id } } });
    if (other !== null) throw new VolumeTypeExists(name);
  }
}

function visible(visibility: TypeVisibility | undefined): Prisma.VolumeTypeWhereInput {
  if (visibility === undefined) return {};
  const { projectId } = visibility;
  return {
    OR: [{ isPublic: true }, ...(projectId === undefined ? [] : [{ projects: { some: { projectId, deleted: 0 } } }])],
  };
}

async function requireType(tx: CinderTransaction, id: string): Promise<void> {
  if ((await tx.volumeType.count({ where: { id, deleted: false } })) === 0) throw new VolumeTypeNotFound(id);
}

/** The row's own id marks it as deleted, so that the pair can be made again (its unique key has the column). */
async function softDeleteAccess(tx: CinderTransaction, id: number): Promise<void> {
  await tx.volumeTypeProject.updateMany({ where: { id }, data: { deleted: id, deletedAt: now() } });
}
