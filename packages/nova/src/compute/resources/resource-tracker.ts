// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { ComputeNodeValues } from '../../hosts/host.js';
import type { FlavorValues, InstanceValues } from '../../instances/instance.js';
import { vmStates } from '../../instances/states.js';
import type { Inventories, Placement } from '../../placement/index.js';
import { pythonJson } from '../../python-json.js';
import { capabilityTraitNames } from '../drivers/capabilities.js';
import type { ComputeDriver } from '../drivers/compute-driver.js';
import type { ComputeStore } from '../store/compute-store.js';

export interface ResourceTrackerSettings {
  readonly reserved_host_cpus: number;
  /** MiB. */
  readonly reserved_host_memory_mb: number;
  readonly reserved_host_disk_mb: number;
  readonly cpu_allocation_ratio: number | undefined;
  readonly ram_allocation_ratio: number | undefined;
  readonly disk_allocation_ratio: number | undefined;
  readonly initial_cpu_allocation_ratio: number;
  readonly initial_ram_allocation_ratio: number;
  readonly initial_disk_allocation_ratio: number;
}

export interface ResourceTrackerInit {
  readonly host: string;
  readonly driver: ComputeDriver;
  readonly store: ComputeStore;
  readonly placement: Placement;
  readonly settings: ResourceTrackerSettings;
  /** Whether the service of this host is switched off. */
  readonly isDisabled: () => boolean;
  readonly logger: Logger;
}

/** What a server takes of its node. */
interface Usage {
  readonly vcpus: number;
  readonly memoryMb: number;
  readonly localGb: number;
  readonly isBuilding: boolean;
}

/** Placement's trait of a host whose service is switched off. */
const DISABLED_TRAIT = 'COMPUTE_STATUS_DISABLED';
/** What tells a compute node from other providers. */
const NODE_TRAIT = 'COMPUTE_NODE';
/** Traits that this host alone sets and takes away. */
const OWN_TRAITS: ReadonlySet<string> = new Set([...capabilityTraitNames, DISABLED_TRAIT, NODE_TRAIT]);

/**
 * What the hypervisors of a host have, and what servers take of it: in their rows and in Placement (nova 26,
 * compute/resource_tracker.py). Placement alone says whether there is room; this keeps both up to date.
 */
export class ResourceTracker {
  readonly #init: ResourceTrackerInit;
  readonly #nodes = new Map<string, ComputeNodeValues>();
  readonly #usages = new Map<string, Map<string, Usage>>();
  /** One writer at a time: each saves what it found. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(init: ResourceTrackerInit) {
    this.#init = init;
  }

  /** The row of a node, undefined before it was first reported. */
  node(name: string): ComputeNodeValues | undefined {
    return this.#nodes.get(name);
  }

  /** Looks at the hypervisors and at all servers on them, and reports it. */
  async update(context: RequestContext): Promise<void> {
    const rows = await this.#init.store.nodes(context);
    const names = this.#init.driver.nodes();
    for (const name of names) await this.#inTurn(() => this.#updateNode(context, name, rows));
    // What the driver does not have any more.
    for (const row of rows) if (!names.includes(row.hypervisor_hostname ?? '')) await this.#remove(context, row);
  }

  /** A server takes its part of a node from now on. */
  claim(context: RequestContext, instance: InstanceValues, node: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#usagesOf(node).set(instance.uuid, usageOf(instance));
      await this.#save(context, node);
    });
  }

  /** A server has left. */
  release(context: RequestContext, uuid: string): Promise<void> {
    return this.#inTurn(async () => {
      for (const [node, usages] of this.#usages) if (usages.delete(uuid)) await this.#save(context, node);
    });
  }

  async #updateNode(context: RequestContext, name: string, rows: readonly ComputeNodeValues[]): Promise<void> {
    const { host, driver, store, placement, settings } = this.#init;
    const found = await driver.resources(name);
    const known = this.#nodes.get(name) ?? rows.find(({ hypervisor_hostname: hostname }) => hostname === name);
    const values: Partial<ComputeNodeValues> = {
      host,
      hypervisor_hostname: name,
      hypervisor_type: found.hypervisorType,
      hypervisor_version: found.hypervisorVersion,
      host_ip: found.hostIp,
      vcpus: found.vcpus,
      memory_mb: found.memoryMb,
      local_gb: found.localGb,
      disk_available_least: found.diskAvailableLeast,
      cpu_info: pythonJson(found.cpuInfo),
      supported_hv_specs: found.supportedInstances.map(([arch, hv_type, vm_mode]) => ({ arch, hv_type, vm_mode })),
      cpu_allocation_ratio: settings.cpu_allocation_ratio ?? settings.initial_cpu_allocation_ratio,
      ram_allocation_ratio: settings.ram_allocation_ratio ?? settings.initial_ram_allocation_ratio,
      disk_allocation_ratio: settings.disk_allocation_ratio ?? settings.initial_disk_allocation_ratio,
      metrics: '[]',
    };
    const node =
      known ??
      (await store.createNode(context, {
        ...values,
        uuid: randomUUID(),
        vcpus_used: 0,
        memory_mb_used: settings.reserved_host_memory_mb,
        local_gb_used: Math.ceil(settings.reserved_host_disk_mb / 1024),
        free_ram_mb: found.memoryMb,
        free_disk_gb: found.localGb,
        running_vms: 0,
        current_workload: 0,
        mapped: 0,
        stats: {},
      }));
    this.#nodes.set(name, node);
    const instances = await store.instancesOnNode(context, name, ['flavor']);
    this.#usages.set(
      name,
      new Map<string, Usage>(
        instances
          .filter(({ vm_state: state }) => state !== vmStates.shelvedOffloaded && state !== vmStates.deleted)
          .map((instance) => [instance.uuid, usageOf(instance)]),
      ),
    );
    await this.#save(context, name, values);
    await this.#report(placement, node.uuid, name, values);
  }

  /** Inventory and traits in Placement. */
  async #report(placement: Placement, uuid: string, name: string, ratios: Partial<ComputeNodeValues>): Promise<void> {
    const { driver, settings } = this.#init;
    const { inventories, traits } = await driver.inventory(name);
    const more: Readonly<Record<string, { readonly reserved: number; readonly allocation_ratio: number }>> = {
      VCPU: { reserved: settings.reserved_host_cpus, allocation_ratio: ratios.cpu_allocation_ratio ?? 1 },
      MEMORY_MB: { reserved: settings.reserved_host_memory_mb, allocation_ratio: ratios.ram_allocation_ratio ?? 1 },
      DISK_GB: {
        reserved: Math.ceil(settings.reserved_host_disk_mb / 1024),
        allocation_ratio: ratios.disk_allocation_ratio ?? 1,
      },
    };
    const complete: Inventories = Object.fromEntries(
      Object.entries(inventories)
        .filter(([, { total }]) => total > 0)
        .map(([resourceClass, inventory]) => [resourceClass, { ...inventory, ...more[resourceClass] }]),
    );
    await placement.ensureProvider(uuid, name);
    await placement.setInventory(uuid, complete);
    await this.#setTraits(placement, uuid, traits);
  }

  /** Traits that an operator added stay; those that are ours are what they are to be. */
  async #setTraits(placement: Placement, uuid: string, own: readonly string[]): Promise<void> {
    const before = await placement.traitsOf(uuid);
    const wanted = new Set([
      ...before.filter((trait) => !OWN_TRAITS.has(trait)),
      ...own,
      NODE_TRAIT,
      ...(this.#init.isDisabled() ? [DISABLED_TRAIT] : []),
    ]);
    if (wanted.size !== before.length || before.some((trait) => !wanted.has(trait)))
      await placement.setTraits(uuid, [...wanted]);
  }

  /** Tells Placement whether the scheduler may choose this host. */
  async setDisabledTrait(): Promise<void> {
    for (const { uuid } of this.#nodes.values()) {
      const before = await this.#init.placement.traitsOf(uuid);
      const has = before.includes(DISABLED_TRAIT);
      if (has === this.#init.isDisabled()) continue;
      await this.#init.placement.setTraits(
        uuid,
        has ? before.filter((trait) => trait !== DISABLED_TRAIT) : [...before, DISABLED_TRAIT],
      );
    }
  }

  /** Writes the row where anything in it is different. */
  async #save(context: RequestContext, name: string, values: Partial<ComputeNodeValues> = {}): Promise<void> {
    const node = this.#nodes.get(name);
    if (node === undefined) return;
    const { settings, store } = this.#init;
    const usages = [...this.#usagesOf(name).values()];
    const sum = (part: (usage: Usage) => number): number => usages.reduce((total, usage) => total + part(usage), 0);
    const memoryUsed = settings.reserved_host_memory_mb + sum(({ memoryMb }) => memoryMb);
    const diskUsed = Math.ceil(settings.reserved_host_disk_mb / 1024) + sum(({ localGb }) => localGb);
    const wanted: Partial<ComputeNodeValues> = {
      ...values,
      vcpus_used: sum(({ vcpus }) => vcpus),
      memory_mb_used: memoryUsed,
      local_gb_used: diskUsed,
      free_ram_mb: (values.memory_mb ?? node.memory_mb) - memoryUsed,
      free_disk_gb: (values.local_gb ?? node.local_gb) - diskUsed,
      running_vms: usages.length,
      current_workload: usages.filter(({ isBuilding }) => isBuilding).length,
    };
    const changes = Object.fromEntries(
      Object.entries(wanted).filter(
        ([field, value]) => JSON.stringify(value) !== JSON.stringify(node[field as keyof ComputeNodeValues]),
      ),
    );
    if (Object.keys(changes).length > 0) this.#nodes.set(name, await store.saveNode(context, node, changes));
  }

  async #remove(context: RequestContext, row: ComputeNodeValues): Promise<void> {
    const { store, placement, logger } = this.#init;
    logger.info(`Deleting orphan compute node ${row.id} hypervisor host is ${row.hypervisor_hostname ?? ''}`);
    await store.destroyNode(context, row);
    await placement.deleteProvider(row.uuid);
  }

  #usagesOf(node: string): Map<string, Usage> {
    let usages = this.#usages.get(node);
    if (usages === undefined) this.#usages.set(node, (usages = new Map<string, Usage>()));
    return usages;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

function usageOf(instance: InstanceValues): Usage {
  const flavor: Partial<FlavorValues> = instance.flavor ?? {};
  return {
    vcpus: flavor.vcpus ?? instance.vcpus ?? 0,
    memoryMb: flavor.memory_mb ?? instance.memory_mb ?? 0,
    localGb: (flavor.root_gb ?? instance.root_gb ?? 0) + (flavor.ephemeral_gb ?? instance.ephemeral_gb ?? 0),
    isBuilding: instance.task_state !== null,
  };
}
