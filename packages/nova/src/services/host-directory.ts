// SPDX-License-Identifier: Apache-2.0
import type { CellMapping } from '../cells/cell-mapping-repository.js';
import type { Cells, OpenCell } from '../cells/cells.js';
import type { HostMappingRepository } from '../cells/host-mapping-repository.js';
import { ComputeHostNotFound, HostMappingNotFound } from '../errors/hosts.js';
import { CellServices } from '../hosts/cell-services.js';
import { ComputeNodes } from '../hosts/compute-nodes.js';
import type { ServiceValues } from '../hosts/host.js';
import { InstanceRepository } from '../instances/instance-repository.js';

export const COMPUTE_BINARY = 'nova-compute';

export interface HostDirectoryInit {
  readonly cells: Cells;
  readonly hostMappings: HostMappingRepository;
}

/** In which cell a compute host is, and what is there of it. */
export class HostDirectory {
  readonly #cells: Cells;
  readonly #hostMappings: HostMappingRepository;

  constructor({ cells, hostMappings }: HostDirectoryInit) {
    this.#cells = cells;
    this.#hostMappings = hostMappings;
  }

  /** Throws HostMappingNotFound. */
  async cellOf(host: string): Promise<OpenCell> {
    const mapping = await this.#hostMappings.find(host);
    if (mapping === null) throw new HostMappingNotFound(host);
    return this.#cells.open(await this.#cells.get(mapping.cellId));
  }

  /** The compute service of a host, in its cell, or in any where the host is not mapped yet. Throws ComputeHostNotFound. */
  async computeService(host: string): Promise<ServiceValues> {
    const mapping = await this.#hostMappings.find(host);
    const cells: readonly CellMapping[] | undefined =
      mapping === null ? undefined : [await this.#cells.get(mapping.cellId)];
    const found = await this.#cells.gather(
      ({ database }) => new CellServices(database).find(host, COMPUTE_BINARY),
      cells,
    );
    const service = found.find((one) => one !== undefined);
    if (service === undefined) throw new ComputeHostNotFound(host);
    return service;
  }

  /** Name of the hypervisor of a host. Throws ComputeHostNotFound, HostMappingNotFound. */
  async nodeName(host: string): Promise<string> {
    const { database } = await this.cellOf(host);
    const node = await new ComputeNodes(database).get({ host }, host);
    return node.hypervisor_hostname ?? host;
  }

  /** Servers on some hosts, in all cells that answer. */
  async countServers(hosts: readonly string[]): Promise<number> {
    if (hosts.length === 0) return 0;
    const counts = await this.#cells.gather(
      ({ database }) => new InstanceRepository(database).count({ host: { in: [...hosts] }, deleted: 0 }),
      await this.#cells.listWithHosts(),
    );
    return counts.reduce((a, b) => a + b, 0);
  }
}
