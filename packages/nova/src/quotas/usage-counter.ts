// SPDX-License-Identifier: Apache-2.0
import type { Cells } from '../cells/cells.js';
import type { InstanceMappingRepository } from '../cells/instance-mapping-repository.js';
import type { ApiDatabase } from '../database.js';

/** What a project, or a user in it, has; memory in MiB. */
export interface ServerUsage {
  readonly instances: number;
  readonly cores: number;
  readonly ram: number;
}

export interface UsageCounterInit {
  readonly database: ApiDatabase;
  readonly cells: Cells;
  readonly instanceMappings: InstanceMappingRepository;
  /** `[api] instance_list_per_project_cells` */
  readonly perProjectCells: boolean;
}

const NOTHING: ServerUsage = { instances: 0, cores: 0, ram: 0 };

/** Counts what is there: there are no reservations. A cell that is down is not counted, as upstream. */
export class UsageCounter {
  readonly #init: UsageCounterInit;

  constructor(init: UsageCounterInit) {
    this.#init = init;
  }

  async servers(projectId: string, userId?: string): Promise<ServerUsage> {
    const where = {
      projectId,
      deleted: 0,
      ...(userId === undefined ? {} : { userId }),
      AND: [
        { OR: [{ vmState: null }, { vmState: { not: 'soft-delete' } }] },
        { OR: [{ hidden: null }, { hidden: false }] },
      ],
    };
    const sums = await this.#init.cells.gather(
      async ({ database }) => {
        const { _count, _sum } = await database.client.instance.aggregate({
          where,
          _count: true,
          _sum: { vcpus: true, memoryMb: true },
        });
        return { instances: _count, cores: _sum.vcpus ?? 0, ram: _sum.memoryMb ?? 0 };
      },
      await this.#cellsOf(projectId),
    );
    return sums.reduce(
      (a, b) => ({ instances: a.instances + b.instances, cores: a.cores + b.cores, ram: a.ram + b.ram }),
      NOTHING,
    );
  }

  /** Server groups of a project, or of a user in it. */
  serverGroups(projectId: string, userId?: string): Promise<number> {
    return this.#init.database.client.instanceGroup.count({
      where: { projectId, ...(userId === undefined ? {} : { userId }) },
    });
  }

  keyPairs(userId: string): Promise<number> {
    return this.#init.database.client.keyPair.count({ where: { userId } });
  }

  /** Of the members of a server group those of a user. */
  serverGroupMembers(members: readonly string[], userId: string): Promise<number> {
    return this.#init.instanceMappings.countOf(members, userId);
  }

  async #cellsOf(projectId: string): ReturnType<Cells['list']> {
    const { cells, instanceMappings, perProjectCells } = this.#init;
    const all = await cells.list();
    if (!perProjectCells) return all;
    const ids = new Set(await instanceMappings.cellsOfProject(projectId));
    return all.filter(({ id }) => ids.has(id));
  }
}
