// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { CinderDatabase, CinderTransaction } from '../database.js';
import type { QuotaUsage } from '../generated/mysql/client.js';

/** Name of the class whose limits are everybody's defaults. */
export const DEFAULT_QUOTA_CLASS = 'default';

/** What is used of a resource. */
export type QuotaUsageRow = QuotaUsage;

/** Limits and usages as they stand in the tables `quotas`, `quota_classes` and `quota_usages`. */
export class QuotaRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  /** Names and ids of the volume types, whose limits are resources of their own. */
  volumeTypes(): Promise<{ id: string; name: string | null }[]> {
    return this.#database.client.volumeType.findMany({
      where: { deleted: false },
      select: { id: true, name: true },
      orderBy: { createdAt: 'asc' },
    });
  }

  /** The name of a volume type, also of one that was deleted since. */
  async volumeTypeName(volumeTypeId: string): Promise<string | null> {
    const row = await this.#database.client.volumeType.findUnique({
      where: { id: volumeTypeId },
      select: { name: true },
    });
    return row?.name ?? null;
  }

  /** A project's own limits by resource. */
  async projectLimits(projectId: string): Promise<Map<string, number>> {
    return limitsOf(await this.#database.client.quota.findMany({ where: { projectId, deleted: false } }));
  }

  /** The limits of a class by resource. */
  async classLimits(className: string): Promise<Map<string, number>> {
    return limitsOf(await this.#database.client.quotaClass.findMany({ where: { className, deleted: false } }));
  }

  /** Sets limits of a project; all or none. */
  async updateProjectLimits(projectId: string, limits: ReadonlyMap<string, number>): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const time = now();
      for (const [resource, hardLimit] of limits) {
        const where = { projectId, resource, deleted: false };
        const { count } = await tx.quota.updateMany({ where, data: { hardLimit, updatedAt: time } });
        if (count === 0) await tx.quota.create({ data: { projectId, resource, hardLimit, createdAt: time } });
      }
    });
  }

  /** Sets limits of a class; all or none. */
  async updateClassLimits(className: string, limits: ReadonlyMap<string, number>): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const time = now();
      for (const [resource, hardLimit] of limits) {
        const where = { className, resource, deleted: false };
        const { count } = await tx.quotaClass.updateMany({ where, data: { hardLimit, updatedAt: time } });
        if (count === 0) await tx.quotaClass.create({ data: { className, resource, hardLimit, createdAt: time } });
      }
    });
  }

  /** Takes a project's own limits away; what it uses stays counted. */
  async deleteProjectLimits(projectId: string): Promise<void> {
    await this.#database.client.quota.updateMany({
      where: { projectId, deleted: false },
      data: { deleted: true, deletedAt: now() },
    });
  }

  /** What a project uses, by resource. */
  async usages(projectId: string, resources?: readonly string[]): Promise<Map<string, QuotaUsageRow>> {
    const rows = await this.#database.client.quotaUsage.findMany({
      where: {
        projectId,
        deleted: false,
        ...(resources === undefined ? {} : { resource: { in: [...resources] } }),
      },
    });
    return new Map(rows.flatMap((row) => (row.resource === null ? [] : [[row.resource, row] as const])));
  }

  /** Gives limits and usages of resources another name, within the transaction that renames their volume type. */
  async renameResources(tx: CinderTransaction, names: ReadonlyMap<string, string>): Promise<void> {
    for (const [resource, renamed] of names) {
      const change = { where: { resource, deleted: false }, data: { resource: renamed, updatedAt: now() } };
      await tx.quotaUsage.updateMany(change);
      await tx.quotaClass.updateMany(change);
      await tx.quota.updateMany(change);
    }
  }
}

function limitsOf(
  rows: readonly { readonly resource: string | null; readonly hardLimit: number | null }[],
): Map<string, number> {
  return new Map(
    rows.flatMap(({ resource, hardLimit }) =>
      resource === null || hardLimit === null ? [] : [[resource, hardLimit] as const],
    ),
  );
}
