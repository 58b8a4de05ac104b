// SPDX-License-Identifier: Apache-2.0
import { isUniqueViolation, now } from '@stackport/database';
import type { ApiDatabase } from '../database.js';

/** The table `flavor_projects`: which projects have a flavor that is not public. */
export class FlavorAccessRepository {
  readonly #database: ApiDatabase;

  constructor(database: ApiDatabase) {
    this.#database = database;
  }

  /** @param flavorId - number of the flavor's row */
  async projectsOf(flavorId: number): Promise<string[]> {
    const rows = await this.#database.client.flavorProject.findMany({
      where: { flavorId },
      select: { projectId: true },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ projectId }) => projectId);
  }

  /** @returns false where the project has it already */
  async add(flavorId: number, projectId: string): Promise<boolean> {
    try {
      await this.#database.client.flavorProject.create({ data: { flavorId, projectId, createdAt: now() } });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** @returns whether the project had it */
  async remove(flavorId: number, projectId: string): Promise<boolean> {
    const { count } = await this.#database.client.flavorProject.deleteMany({ where: { flavorId, projectId } });
    return count > 0;
  }
}
