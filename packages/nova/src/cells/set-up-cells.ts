// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { isUniqueViolation } from '@stackport/database';
import { CELL0_UUID, type CellMappingRepository } from './cell-mapping-repository.js';
import { defaultDatabaseUrls } from './cell-url.js';

export interface SetUpCellsInit {
  readonly mappings: CellMappingRepository;
  /** `[database] connection` */
  readonly databaseUrl: string;
  /** `[DEFAULT] transport_url` */
  readonly transportUrl: string;
}

/**
 * Makes cell0, and one cell out of what is configured, where there are no cells: what an operator does by
 * `nova-manage cell_v2 simple_cell_setup`. For a database of ours only.
 * @returns whether it did
 */
export async function setUpCells({ mappings, databaseUrl, transportUrl }: SetUpCellsInit): Promise<boolean> {
  if ((await mappings.list()).length > 0) return false;
  const urls = defaultDatabaseUrls(databaseUrl);
  try {
    await mappings.create([
      { uuid: CELL0_UUID, name: 'cell0', transportUrl: 'none:///', databaseConnection: urls.cell0 },
      { uuid: randomUUID(), name: 'cell1', transportUrl, databaseConnection: urls.cell1 },
    ]);
    return true;
  } catch (error) {
    // Another process did it at the same time.
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}
