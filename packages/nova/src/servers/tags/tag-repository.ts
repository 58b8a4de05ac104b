// SPDX-License-Identifier: Apache-2.0
import { isUniqueViolation } from '@stackport/database';
import type { CellDatabase } from '../../database.js';

/** Tags of a cell's servers. */
export class TagRepository {
  readonly #database: CellDatabase;

  constructor(database: CellDatabase) {
    this.#database = database;
  }

  /** In the order of the alphabet. */
  async of(uuid: string): Promise<string[]> {
    const rows = await this.#database.client.tag.findMany({ where: { resourceId: uuid }, orderBy: { tag: 'asc' } });
    return rows.map(({ tag }) => tag);
  }

  /** Which servers have which of some tags. */
  async holders(tags: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const rows = await this.#database.client.tag.findMany({ where: { tag: { in: [...tags] } } });
    const holders = new Map<string, Set<string>>(tags.map((tag) => [tag, new Set()]));
    for (const { tag, resourceId } of rows) holders.get(tag)?.add(resourceId);
    return holders;
  }

  /** @returns false where the server has it already */
  async add(uuid: string, tag: string): Promise<boolean> {
    try {
      await this.#database.client.tag.create({ data: { resourceId: uuid, tag } });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** Makes the tags of a server what they are to be. */
  async replace(uuid: string, tags: readonly string[]): Promise<void> {
    await this.#database.transaction(async ({ tag: table }) => {
      await table.deleteMany({ where: { resourceId: uuid, tag: { notIn: [...tags] } } });
      const there = new Set((await table.findMany({ where: { resourceId: uuid } })).map(({ tag }) => tag));
      const missing = [...new Set(tags)].filter((tag) => !there.has(tag));
      if (missing.length > 0) await table.createMany({ data: missing.map((tag) => ({ resourceId: uuid, tag })) });
    });
  }

  /** @returns whether the server had it */
  async remove(uuid: string, tag: string): Promise<boolean> {
    const { count } = await this.#database.client.tag.deleteMany({ where: { resourceId: uuid, tag } });
    return count > 0;
  }

  async removeAll(uuid: string): Promise<void> {
    await this.#database.client.tag.deleteMany({ where: { resourceId: uuid } });
  }
}
