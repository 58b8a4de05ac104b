// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { ApiDatabase } from '../database.js';
import { CellMappingNotFound } from '../errors/hosts.js';

/** The cell of the servers that found no host. */
export const CELL0_UUID = '00000000-0000-0000-0000-000000000000';

/** A cell as the API database knows it. Its URLs may be templates: see `fillTemplate`. */
export interface CellMapping {
  readonly id: number;
  readonly uuid: string;
  readonly name: string | null;
  readonly transportUrl: string;
  readonly databaseConnection: string;
  readonly disabled: boolean;
}

export interface NewCellMapping {
  readonly uuid: string;
  readonly name: string | null;
  readonly transportUrl: string;
  readonly databaseConnection: string;
}

/** The table `cell_mappings`. */
export class CellMappingRepository {
  readonly #database: ApiDatabase;

  constructor(database: ApiDatabase) {
    this.#database = database;
  }

  /** All of them, in the order of their making. */
  async list(): Promise<CellMapping[]> {
    const rows = await this.#database.client.cellMapping.findMany({ orderBy: { id: 'asc' } });
    return rows.map(({ id, uuid, name, transportUrl, databaseConnection, disabled }) => ({
      id,
      uuid,
      name,
      transportUrl: transportUrl ?? '',
      databaseConnection: databaseConnection ?? '',
      disabled: disabled ?? false,
    }));
  }

  /** Adds all, or none. Rejects with Prisma's P2002 where a cell has one of the ids. */
  async create(cells: readonly NewCellMapping[]): Promise<void> {
    const createdAt = now();
    await this.#database.transaction(async (tx) => {
      for (const cell of cells) await tx.cellMapping.create({ data: { ...cell, createdAt } });
    });
  }

  /** Switches scheduling to a cell off or on. Throws CellMappingNotFound. */
  async setDisabled(uuid: string, disabled: boolean): Promise<void> {
    const { count } = await this.#database.client.cellMapping.updateMany({
      where: { uuid },
      data: { disabled, updatedAt: now() },
    });
    if (count === 0) throw new CellMappingNotFound(uuid);
  }
}
