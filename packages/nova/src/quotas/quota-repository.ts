// SPDX-License-Identifier: Apache-2.0
import { isUniqueViolation, now } from '@stackport/database';
import type { ApiDatabase } from '../database.js';

/** Limits by resource; what is not there is decided elsewhere. */
export type StoredLimits = Readonly<Record<string, number>>;

/** The tables `quotas`, `project_user_quotas` and `quota_classes`. */
export class QuotaRepository {
  readonly #database: ApiDatabase;

  constructor(database: ApiDatabase) {
    this.#database = database;
  }

  async ofProject(projectId: string): Promise<StoredLimits> {
    return limitsOf(await this.#database.client.quota.findMany({ where: { projectId } }));
  }

  async ofUser(projectId: string, userId: string): Promise<StoredLimits> {
    return limitsOf(await this.#database.client.projectUserQuota.findMany({ where: { projectId, userId } }));
  }

  async ofClass(className: string): Promise<StoredLimits> {
    return limitsOf(await this.#database.client.quotaClass.findMany({ where: { className } }));
  }

  /** By resource, the sum of what the users of a project have limits of. */
  async sumOfUsers(projectId: string): Promise<StoredLimits> {
    const sums = await this.#database.client.projectUserQuota.groupBy({
      by: ['resource'],
      where: { projectId },
      _sum: { hardLimit: true },
    });
    return Object.fromEntries(sums.map(({ resource, _sum }) => [resource, _sum.hardLimit ?? 0]));
  }

  async setOfProject(projectId: string, resource: string, hardLimit: number): Promise<void> {
    const { quota } = this.#database.client;
    const update = (): PromiseLike<{ count: number }> =>
      quota.updateMany({ where: { projectId, resource }, data: { hardLimit, updatedAt: now() } });
    await updateOrCreate(update, () => quota.create({ data: { projectId, resource, hardLimit, createdAt: now() } }));
  }

  async setOfUser(projectId: string, userId: string, resource: string, hardLimit: number): Promise<void> {
    const { projectUserQuota } = this.#database.client;
    const where = { projectId, userId, resource };
    const update = (): PromiseLike<{ count: number }> =>
      projectUserQuota.updateMany({ where, data: { hardLimit, updatedAt: now() } });
    await updateOrCreate(update, () => projectUserQuota.create({ data: { ...where, hardLimit, createdAt: now() } }));
  }

  async setOfClass(className: string, resource: string, hardLimit: number): Promise<void> {
    await this.#database.transaction(async ({ quotaClass }) => {
      const where = { className, resource };
      const { count } = await quotaClass.updateMany({ where, data: { hardLimit, updatedAt: now() } });
      if (count === 0) await quotaClass.create({ data: { ...where, hardLimit, createdAt: now() } });
    });
  }

  /** Deletes what a project and its users have limits of. */
  async deleteOfProject(projectId: string): Promise<void> {
    await this.#database.transaction(async (tx) => {
      await tx.quota.deleteMany({ where: { projectId } });
      await tx.projectUserQuota.deleteMany({ where: { projectId } });
    });
  }

  async deleteOfUser(projectId: string, userId: string): Promise<void> {
    await this.#database.client.projectUserQuota.deleteMany({ where: { projectId, userId } });
  }
}

/** Another request may make the row between the two. */
async function updateOrCreate(
  update: () => PromiseLike<{ count: number }>,
  create: () => PromiseLike<unknown>,
): Promise<void> {
  if ((await update()).count > 0) return;
  try {
    await create();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    await update();
  }
}

function limitsOf(
  rows: readonly { readonly resource: string | null; readonly hardLimit: number | null }[],
): StoredLimits {
  return Object.fromEntries(
    rows.flatMap(({ resource, hardLimit }) =>
      resource === null || hardLimit === null ? [] : [[resource, hardLimit] as const],
    ),
  );
}
