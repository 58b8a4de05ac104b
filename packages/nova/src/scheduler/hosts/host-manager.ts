// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { ComputeNodeValues } from '../../hosts/host.js';
import type { SchedulerCell, SchedulerCells } from '../ports.js';
import { hintOf, type ScheduleRequest } from '../schedule-request.js';
import type { AggregateIndex } from './host-aggregates.js';
import { HostState } from './host-state.js';
import { InstanceTracker } from './instance-tracker.js';

export interface HostManagerInit {
  readonly cells: SchedulerCells;
  readonly aggregates: AggregateIndex;
  /** `track_instance_changes` */
  readonly tracksInstances: boolean;
  readonly logger: Logger;
}

/** The hosts of all cells as requests see them (nova 26, scheduler/host_manager.py). */
export class HostManager {
  readonly tracker: InstanceTracker;
  readonly #init: HostManagerInit;

  constructor(init: HostManagerInit) {
    this.#init = init;
    this.tracker = new InstanceTracker((host) => this.#instancesOf(host), init.logger);
  }

  /**
   * States of the hypervisors that placement named; of all where it was not asked. A cell that does not answer is left
   * out, and logged.
   */
  async statesOf(uuids: readonly string[] | undefined, request: ScheduleRequest): Promise<HostState[]> {
    const all = await this.#init.cells.cells();
    const { destination } = request;
    const only = destination?.allowsCrossCellMove === true ? undefined : destination?.cellUuid;
    const cells = all.filter(({ uuid, disabled }) => (only === undefined ? !disabled : uuid === only));
    if (cells.length === 0) this.#init.logger.warning('No cells were found');
    const where = {
      ...(uuids === undefined ? {} : { uuid: { in: [...uuids] } }),
      ...(destination?.host === undefined ? {} : { host: destination.host }),
    };
    const found = await Promise.all(
      cells.map((cell) => this.#orLeftOut(cell, () => this.#statesIn(cell, where, request))),
    );
    return found.flat();
  }

  /** The hypervisors of a host or of a name, in the first cell that has some. */
  async nodesOf(
    host: string | undefined,
    node: string | undefined,
    cellUuid: string | undefined,
  ): Promise<readonly ComputeNodeValues[]> {
    const cells = (await this.#init.cells.cells()).filter(({ uuid }) => cellUuid === undefined || uuid === cellUuid);
    const where = {
      ...(host === undefined ? {} : { host }),
      ...(node === undefined ? {} : { hypervisorHostname: node }),
    };
    const found = await Promise.all(cells.map((cell) => this.#orLeftOut(cell, () => cell.nodes.list(where))));
    return found.find((nodes) => nodes.length > 0) ?? [];
  }

  async #statesIn(
    cell: SchedulerCell,
    where: Parameters<SchedulerCell['nodes']['list']>[0],
    request: ScheduleRequest,
  ): Promise<HostState[]> {
    const { aggregates, logger } = this.#init;
    const [services, nodes] = await Promise.all([
      cell.services.list({ binary: 'nova-compute' }),
      cell.nodes.list(where),
    ]);
    const serviceOf = new Map(services.map((service) => [service.host, service]));
    const instancesOf = await this.#instancesFor(cell, nodes, request);
    return nodes.flatMap((node) => {
      const { host } = node;
      const service = serviceOf.get(host);
      if (host === null || service === undefined) {
        logger.warning(`No compute service record found for host ${host ?? 'None'}`);
        return [];
      }
      // One that has not told of its usage yet.
      if (node.free_disk_gb === null) return [];
      const instances = instancesOf.get(host) ?? new Set();
      return [new HostState({ node, service, cellUuid: cell.uuid, aggregates: aggregates.of(host), instances })];
    });
  }

  /** One query for all hosts that have not told of themselves, and none where the request does not look at them. */
  async #instancesFor(
    cell: SchedulerCell,
    nodes: readonly ComputeNodeValues[],
    request: ScheduleRequest,
  ): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const isNeeded =
      request.group !== undefined ||
      hintOf(request, 'same_host') !== undefined ||
      hintOf(request, 'different_host') !== undefined;
    if (!isNeeded) return new Map();
    const hosts = [...new Set(nodes.flatMap(({ host }) => host ?? []))];
    const known = new Map<string, ReadonlySet<string>>();
    if (this.#init.tracksInstances)
      for (const host of hosts) {
        const tracked = this.tracker.of(host);
        if (tracked !== undefined) known.set(host, tracked);
      }
    const unknown = hosts.filter((host) => !known.has(host));
    if (unknown.length === 0) return known;
    return new Map([...known, ...(await readInstances(cell, unknown))]);
  }

  async #instancesOf(host: string): Promise<ReadonlySet<string>> {
    const cells = await this.#init.cells.cells();
    const found = await Promise.all(cells.map((cell) => this.#orLeftOut(cell, () => readInstancesOfOne(cell, host))));
    return new Set(found.flat());
  }

  async #orLeftOut<T>(cell: SchedulerCell, read: () => Promise<T[]>): Promise<T[]> {
    try {
      return await read();
    } catch (error) {
      this.#init.logger.error(`Failed to get computes for cell ${cell.uuid}`, error);
      return [];
    }
  }
}

async function readInstances(cell: SchedulerCell, hosts: readonly string[]): Promise<Map<string, Set<string>>> {
  const rows = await cell.instances.list({
    where: { host: { in: [...hosts] }, deleted: 0 },
    select: { uuid: true, host: true },
  });
  const byHost = new Map<string, Set<string>>();
  for (const { uuid, host } of rows) {
    const own = byHost.get(host ?? '');
    if (own === undefined) byHost.set(host ?? '', new Set([uuid]));
    else own.add(uuid);
  }
  return byHost;
}

async function readInstancesOfOne(cell: SchedulerCell, host: string): Promise<string[]> {
  return [...((await readInstances(cell, [host])).get(host) ?? [])];
}
