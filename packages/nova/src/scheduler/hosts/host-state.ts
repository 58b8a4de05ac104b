// SPDX-License-Identifier: Apache-2.0
import type { ComputeNodeValues, ServiceValues } from '../../hosts/host.js';
import type { HostAggregate } from '../ports.js';
import type { ScheduleRequest } from '../schedule-request.js';
import { type PciPool, pciPoolsOf, withoutRequests } from './pci-pools.js';

export interface HostStateInit {
  readonly node: ComputeNodeValues;
  readonly service: ServiceValues;
  readonly cellUuid: string;
  readonly aggregates: readonly HostAggregate[];
  /** UUIDs of what is on the host, where the request needs to know. */
  readonly instances: ReadonlySet<string>;
}

/** Ratios of hosts that report none (nova 26, initial_*_allocation_ratio). */
const RATIOS = { cpu: 16, ram: 1.5, disk: 1 };

/** A hypervisor as it is while one request is served: choices take from it. Sizes in MiB unless they say otherwise. */
export class HostState {
  readonly host: string;
  readonly nodename: string;
  readonly uuid: string;
  readonly cellUuid: string;
  readonly service: ServiceValues;
  readonly aggregates: readonly HostAggregate[];
  readonly instances: Set<string>;
  readonly node: ComputeNodeValues;
  /** Processors for each one of the host. */
  readonly cpuRatio: number;
  readonly stats: Readonly<Record<string, unknown>>;
  /** What hosts measure, by name. */
  readonly metrics: ReadonlyMap<string, number>;
  readonly failedBuilds: number;
  freeRam: number;
  freeDisk: number;
  usedCpus: number;
  instanceCount: number;
  ioOperations: number;
  pciPools: readonly PciPool[];

  constructor({ node, service, cellUuid, aggregates, instances }: HostStateInit) {
    this.host = node.host ?? '';
    this.nodename = node.hypervisor_hostname ?? '';
    this.uuid = node.uuid;
    this.cellUuid = cellUuid;
    this.service = service;
    this.aggregates = aggregates;
    this.instances = new Set(instances);
    this.node = node;
    this.cpuRatio = ratio(node.cpu_allocation_ratio, RATIOS.cpu);
    this.stats = node.stats;
    this.metrics = metricsOf(node.metrics);
    this.failedBuilds = count(node.stats.failed_builds);
    this.freeRam = node.free_ram_mb ?? 0;
    const free = node.free_disk_gb ?? 0;
    this.freeDisk = Math.min(free, node.disk_available_least ?? free) * 1024;
    this.usedCpus = node.vcpus_used;
    this.instanceCount = count(node.stats.num_instances);
    this.ioOperations = count(node.stats.io_workload);
    this.pciPools = pciPoolsOf((node as { readonly pci_stats?: unknown }).pci_stats);
  }

  /** Takes what the request needs: the next instance of the same request sees what is left. */
  consume(request: ScheduleRequest, instanceUuid: string | undefined): void {
    const { flavor, group } = request;
    this.freeRam -= flavor.memory_mb;
    this.freeDisk -= (flavor.root_gb + flavor.ephemeral_gb) * 1024;
    this.usedCpus += flavor.vcpus;
    this.instanceCount += 1;
    this.ioOperations += 1;
    this.pciPools = withoutRequests(this.pciPools, request.pciRequests) ?? this.pciPools;
    if (group === undefined) return;
    group.hosts.push(this.host);
    if (instanceUuid !== undefined) this.instances.add(instanceUuid);
  }

  /** What operators' flavors and queries may name of a host: the attributes of upstream's HostState. */
  attributes(): Readonly<Record<string, unknown>> {
    const { node } = this;
    return {
      host: this.host,
      nodename: this.nodename,
      uuid: this.uuid,
      cell_uuid: this.cellUuid,
      total_usable_ram_mb: node.memory_mb,
      total_usable_disk_gb: node.local_gb,
      disk_mb_used: node.local_gb_used * 1024,
      free_ram_mb: this.freeRam,
      free_disk_mb: this.freeDisk,
      vcpus_total: node.vcpus,
      vcpus_used: this.usedCpus,
      num_instances: this.instanceCount,
      num_io_ops: this.ioOperations,
      failed_builds: this.failedBuilds,
      host_ip: node.host_ip,
      hypervisor_type: node.hypervisor_type,
      hypervisor_version: node.hypervisor_version,
      hypervisor_hostname: node.hypervisor_hostname,
      cpu_info: node.cpu_info,
      supported_instances: node.supported_hv_specs.map(({ arch, hv_type, vm_mode }) => [arch, hv_type, vm_mode]),
      cpu_allocation_ratio: this.cpuRatio,
      ram_allocation_ratio: ratio(node.ram_allocation_ratio, RATIOS.ram),
      disk_allocation_ratio: ratio(node.disk_allocation_ratio, RATIOS.disk),
      stats: this.stats,
      service: this.service,
    };
  }

  /** How lines of the log show it. */
  toString(): string {
    return (
      `(${this.host}, ${this.nodename}) ram: ${this.freeRam}MB disk: ${this.freeDisk}MB ` +
      `io_ops: ${this.ioOperations} instances: ${this.instanceCount}`
    );
  }
}

function ratio(given: number | null, otherwise: number): number {
  return given === null || given === 0 ? otherwise : given;
}

function count(value: string | null | undefined): number {
  const number = Number(value ?? 0);
  return Number.isInteger(number) ? number : 0;
}

/** The column `metrics`: JSON of a list. */
function metricsOf(column: string | null): ReadonlyMap<string, number> {
  if (column === null || column === '') return new Map();
  try {
    const list = JSON.parse(column) as readonly { readonly name: string; readonly value: number }[];
    return new Map(list.map(({ name, value }) => [name, value]));
  } catch {
    return new Map();
  }
}
