// SPDX-License-Identifier: Apache-2.0
import type { OpenCell, Cells } from '../cells/cells.js';
import { CellServices } from '../hosts/cell-services.js';
import { ComputeNodes } from '../hosts/compute-nodes.js';
import { InstanceRepository } from '../instances/instance-repository.js';
import type { SchedulerCell, SchedulerCells } from './ports.js';

/** The cells of the API database as the scheduler reads them; one whose database cannot be opened is left out, and logged. */
export function schedulerCells(cells: Cells): SchedulerCells {
  const known = new WeakMap<OpenCell['database'], Omit<SchedulerCell, 'disabled'>>();
  const partsOf = ({ mapping, database }: OpenCell): Omit<SchedulerCell, 'disabled'> => {
    let parts = known.get(database);
    if (parts === undefined) {
      parts = {
        uuid: mapping.uuid,
        name: mapping.name,
        services: new CellServices(database),
        nodes: new ComputeNodes(database),
        instances: new InstanceRepository(database),
      };
      known.set(database, parts);
    }
    return parts;
  };
  return {
    cells: async () =>
      cells.gather(
        async (cell) => ({ ...partsOf(cell), disabled: cell.mapping.disabled }),
        await cells.listWithHosts(),
      ),
  };
}
