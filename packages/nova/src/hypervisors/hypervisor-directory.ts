// SPDX-License-Identifier: Apache-2.0
import type { Cells, OpenCell } from '../cells/cells.js';
import type { HostMappingRepository } from '../cells/host-mapping-repository.js';
import { MarkerNotFound } from '../errors/base.js';
import { HypervisorNotFound, NoMatchingHypervisor } from '../errors/hosts.js';
import { CellServices } from '../hosts/cell-services.js';
import { ComputeNodes } from '../hosts/compute-nodes.js';
import type { ComputeNodeValues, ServiceValues } from '../hosts/host.js';
import { instanceName } from '../instances/instance.js';
import { InstanceRepository } from '../instances/instance-repository.js';
import { COMPUTE_BINARY } from '../services/host-directory.js';

/** A server as hypervisors tell of it: its name there. */
export interface HostedServer {
  readonly uuid: string;
  readonly name: string;
}

/** A hypervisor with the service of its host. */
export interface Hypervisor {
  readonly node: ComputeNodeValues;
  readonly service: ServiceValues;
  /** Where they were asked for. */
  readonly servers: readonly HostedServer[] | undefined;
}

/** How a hypervisor is named: by UUID, or by the number of its row. */
export type HypervisorKey = 'uuid' | 'number';

export interface HypervisorDirectoryInit {
  readonly cells: Cells;
  readonly hostMappings: Pick<HostMappingRepository, 'list'>;
  /** `instance_name_template` */
  readonly nameTemplate: string;
}

export interface HypervisorPage {
  readonly limit?: number;
  readonly marker?: string | undefined;
  readonly withServers?: boolean;
}

/** Sums over the hypervisors of services that are enabled. Memory in MiB, disk in GiB. */
export const STATISTICS = [
  'vcpus',
  'memory_mb',
  'local_gb',
  'vcpus_used',
  'memory_mb_used',
  'local_gb_used',
  'free_ram_mb',
  'free_disk_gb',
  'current_workload',
  'running_vms',
  'disk_available_least',
] as const;

/** The hypervisors of all cells that have hosts. One whose service is deleted, or that is in no cell yet, is none. */
export class HypervisorDirectory {
  readonly #cells: Cells;
  readonly #hostMappings: Pick<HostMappingRepository, 'list'>;
  readonly #nameTemplate: string;

  constructor({ cells, hostMappings, nameTemplate }: HypervisorDirectoryInit) {
    this.#cells = cells;
    this.#hostMappings = hostMappings;
    this.#nameTemplate = nameTemplate;
  }

  /** A page, cell by cell. Throws MarkerNotFound. @param by - what the marker is */
  async list({ limit, marker, withServers = false }: HypervisorPage, by: HypervisorKey): Promise<Hypervisor[]> {
    const found: Hypervisor[] = [];
    let isBehindMarker = marker === undefined;
    let left = limit ?? Infinity;
    for (const mapping of await this.#cells.listWithHosts()) {
      if (left <= 0) break;
      const cell = await this.#cells.open(mapping);
      const nodes = new ComputeNodes(cell.database);
      const [after] = isBehindMarker || marker === undefined ? [] : await nodes.list(whereId(marker, by));
      if (!isBehindMarker && after === undefined) continue;
      isBehindMarker = true;
      const all = await nodes.list(after === undefined ? {} : { id: { gt: after.id } });
      const page = all.slice(0, left);
      left -= page.length;
      found.push(...(await this.#complete(cell, page, withServers)));
    }
    if (!isBehindMarker) throw new MarkerNotFound(marker ?? '');
    return found;
  }

  /** Those with a text in their name. Throws NoMatchingHypervisor. */
  async search(pattern: string, withServers: boolean): Promise<Hypervisor[]> {
    const found = await this.#cells.gather(
      async (cell) => {
        const nodes = await new ComputeNodes(cell.database).list({ hypervisorHostname: { contains: pattern } });
        return { count: nodes.length, hypervisors: await this.#complete(cell, nodes, withServers) };
      },
      await this.#cells.listWithHosts(),
    );
    if (found.every(({ count }) => count === 0)) throw new NoMatchingHypervisor(pattern);
    return found.flatMap(({ hypervisors }) => hypervisors);
  }

  /** Throws HypervisorNotFound. */
  async get(id: string, by: HypervisorKey, withServers = false): Promise<Hypervisor> {
    const found = await this.#cells.gather(
      async (cell) => {
        const nodes = await new ComputeNodes(cell.database).list(whereId(id, by));
        return this.#complete(cell, nodes, withServers);
      },
      await this.#cells.listWithHosts(),
    );
    const [hypervisor] = found.flat();
    if (hypervisor === undefined) throw new HypervisorNotFound(id);
    return hypervisor;
  }

  /** Sums, and how many hypervisors there are. */
  async statistics(): Promise<Readonly<Record<string, number>>> {
    const all = (await this.list({}, 'number')).filter(({ service }) => service.disabled !== true);
    const sums = STATISTICS.map(
      (field) => [field, all.reduce((sum, { node }) => sum + (node[field] ?? 0), 0)] as const,
    );
    return { count: all.length, ...Object.fromEntries(sums) };
  }

  async #complete(cell: OpenCell, nodes: readonly ComputeNodeValues[], withServers: boolean): Promise<Hypervisor[]> {
    const hosts = nodes.flatMap(({ host }) => (host === null ? [] : [host]));
    if (hosts.length === 0) return [];
    const [services, mapped] = await Promise.all([
      new CellServices(cell.database).list({ binary: COMPUTE_BINARY, host: { in: hosts } }),
      this.#hostMappings.list(cell.mapping.id),
    ]);
    const known = new Set(mapped.map(({ host }) => host));
    const byHost = new Map(
      services.filter(({ host }) => known.has(host ?? '')).map((service) => [service.host, service]),
    );
    const servers = withServers ? await this.#servers(cell, hosts) : undefined;
    return nodes.flatMap((node) => {
      const service = byHost.get(node.host);
      return service === undefined ? [] : [{ node, service, servers: servers && (servers.get(node.host ?? '') ?? []) }];
    });
  }

  async #servers({ database }: OpenCell, hosts: readonly string[]): Promise<ReadonlyMap<string, HostedServer[]>> {
    const rows = await new InstanceRepository(database).list({
      where: { host: { in: [...hosts] }, deleted: 0 },
      select: { id: true, uuid: true, host: true },
      orderBy: { id: 'asc' },
    });
    const byHost = new Map<string, HostedServer[]>();
    for (const { id, uuid, host } of rows) {
      const servers = byHost.get(host ?? '') ?? [];
      byHost.set(host ?? '', servers);
      servers.push({ uuid, name: instanceName(this.#nameTemplate, { id, uuid }) });
    }
    return byHost;
  }
}

function whereId(id: string, by: HypervisorKey): { uuid: string } | { id: number } {
  if (by === 'uuid') return { uuid: id };
  // What is no number of a row is that of none.
  const number = Number(id);
  return { id: Number.isInteger(number) && Math.abs(number) <= 0x7fffffff ? number : -1 };
}
