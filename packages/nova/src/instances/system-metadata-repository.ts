// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { CellDatabase } from '../database.js';
import { InstanceNotFound } from '../errors/instances.js';

/** System metadata of a cell's servers, where it is added to without the rest of the server. */
export class SystemMetadataRepository {
  readonly #database: CellDatabase;

  constructor(database: CellDatabase) {
    this.#database = database;
  }

  /**
   * Gives a server these values unless it has something already. Rejects with `InstanceNotFound`.
   * @param isThere - whether what it has is that
   * @returns whether they were written
   */
  addUnless(
    uuid: string,
    isThere: (metadata: Readonly<Record<string, string>>) => boolean,
    values: Readonly<Record<string, string>>,
  ): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      // Of two who come at a time, the second waits here and then sees what the first wrote.
      const { count } = await transaction.instance.updateMany({
        where: { uuid, deleted: 0 },
        data: { updatedAt: now() },
      });
      if (count === 0) throw new InstanceNotFound(uuid);
      const table = transaction.instanceSystemMetadata;
      const rows = await table.findMany({ where: { instanceUuid: uuid, deleted: 0 } });
      if (isThere(Object.fromEntries(rows.map(({ key, value }) => [key, value ?? ''])))) return false;
      for (const [key, value] of Object.entries(values)) {
        const row = rows.find((one) => one.key === key);
        if (row === undefined) await table.create({ data: { instanceUuid: uuid, key, value, createdAt: now() } });
        else await table.update({ where: { id: row.id }, data: { value, updatedAt: now() } });
      }
      return true;
    });
  }
}
