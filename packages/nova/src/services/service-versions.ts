// SPDX-License-Identifier: Apache-2.0
import type { Cells } from '../cells/cells.js';
import { CellServices } from '../hosts/cell-services.js';

/** How old the processes of a fleet are. */
export class ServiceVersions {
  readonly #cells: Cells;

  constructor(cells: Cells) {
    this.#cells = cells;
  }

  /**
   * The lowest version of the services of a kind in all cells that answer, those that are forced down left out; 0 where
   * there are none (nova 26, get_minimum_version_all_cells).
   */
  async minimum(binary: string): Promise<number> {
    const versions = await this.#cells.gather(({ database }) => new CellServices(database).minimumVersion(binary));
    const known = versions.filter((version) => version > 0);
    return known.length === 0 ? 0 : Math.min(...known);
  }
}
