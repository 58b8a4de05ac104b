// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { ComputeNodes } from '../hosts/compute-nodes.js';
import type { Cells } from './cells.js';
import type { HostMappingRepository } from './host-mapping-repository.js';

/** Maps compute hosts that are new to the cell in whose database they are (`nova-manage cell_v2 discover_hosts`). */
export class HostDiscovery {
  readonly #cells: Cells;
  readonly #hosts: HostMappingRepository;
  readonly #logger: Logger;

  constructor({ cells, hosts, logger }: { cells: Cells; hosts: HostMappingRepository; logger: Logger }) {
    this.#cells = cells;
    this.#hosts = hosts;
    this.#logger = logger;
  }

  /** @returns hosts that were mapped */
  async run(): Promise<readonly string[]> {
    const found = await this.#cells.gather(
      async ({ mapping, database }) => {
        const nodes = new ComputeNodes(database);
        const mapped: string[] = [];
        for (const { id, host } of await nodes.list({ mapped: 0 })) {
          if (host !== null && (await this.#hosts.create(host, mapping.id))) mapped.push(host);
          await nodes.save(id, { mapped: 1 });
        }
        return mapped;
      },
      await this.#cells.listWithHosts(),
    );
    const hosts = found.flat();
    for (const host of hosts) this.#logger.info(`Mapped host ${host}`);
    return hosts;
  }
}
