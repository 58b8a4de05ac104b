// SPDX-License-Identifier: Apache-2.0

/** What a hypervisor has and uses: the columns of a compute node. */
export interface NodeResources {
  /** The id that the compute node is to have, where the hypervisor keeps one. */
  readonly uuid?: string;
  readonly hypervisorHostname: string;
  readonly hypervisorType: string;
  readonly hypervisorVersion: number;
  readonly hostIp: string;
  readonly vcpus: number;
  readonly vcpusUsed: number;
  readonly memoryMb: number;
  readonly memoryMbUsed: number;
  readonly localGb: number;
  readonly localGbUsed: number;
  /** GiB that are left when every disk has grown to its full size; below 0 where more was promised than there is. */
  readonly diskAvailableLeast: number | null;
  /** As `cpu_info` has it: arch, model, vendor, topology, features. */
  readonly cpuInfo: Readonly<Record<string, unknown>>;
  /** `[architecture, hypervisor, vm mode]` */
  readonly supportedInstances: readonly (readonly [string, string, string])[];
}

/** An inventory in Placement's terms. */
export interface Inventory {
  readonly total: number;
  readonly min_unit: number;
  readonly max_unit: number;
  readonly step_size: number;
}

/** What a node offers to Placement, before the operator's reservations and ratios. */
export interface NodeInventory {
  readonly inventories: Readonly<Record<string, Inventory>>;
  /** Those that the node has; of the rest of `capabilityTraitNames` it has none. */
  readonly traits: readonly string[];
}

/** The three inventories that every node has. */
export function inventoryOf(vcpus: number, memoryMb: number, localGb: number): NodeInventory['inventories'] {
  return {
    VCPU: { total: vcpus, min_unit: 1, max_unit: vcpus, step_size: 1 },
    MEMORY_MB: { total: memoryMb, min_unit: 1, max_unit: memoryMb, step_size: 1 },
    DISK_GB: { total: localGb, min_unit: 1, max_unit: localGb, step_size: 1 },
  };
}
