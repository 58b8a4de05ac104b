// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from '@stackport/versioned-objects';

/** A process of nova's, as it is known by its sign of life. */
export interface ServiceValues {
  readonly id: number;
  readonly uuid: string | null;
  readonly host: string | null;
  readonly binary: string | null;
  readonly topic: string | null;
  readonly report_count: number;
  readonly disabled: boolean | null;
  readonly disabled_reason: string | null;
  readonly last_seen_up: Date | null;
  readonly forced_down: boolean | null;
  readonly version: number | null;
  readonly created_at: Date | null;
  readonly updated_at: Date | null;
  readonly deleted_at: Date | null;
  readonly deleted: boolean;
}

/** A hypervisor. Sizes in MiB (memory) and GiB (disk). */
export interface ComputeNodeValues {
  readonly id: number;
  readonly uuid: string;
  readonly service_id: number | null;
  readonly host: string | null;
  readonly hypervisor_hostname: string | null;
  readonly hypervisor_type: string;
  readonly hypervisor_version: number;
  readonly vcpus: number;
  readonly vcpus_used: number;
  readonly memory_mb: number;
  readonly memory_mb_used: number;
  readonly local_gb: number;
  readonly local_gb_used: number;
  readonly free_ram_mb: number | null;
  readonly free_disk_gb: number | null;
  readonly current_workload: number | null;
  readonly running_vms: number | null;
  /** JSON. */
  readonly cpu_info: string;
  readonly disk_available_least: number | null;
  readonly host_ip: string | null;
  readonly supported_hv_specs: readonly {
    readonly arch: string;
    readonly hv_type: string;
    readonly vm_mode: string;
  }[];
  readonly metrics: string | null;
  readonly stats: Readonly<Record<string, string | null>>;
  readonly numa_topology: string | null;
  /** Of a PciDevicePoolList: devices that a host of Python's hands out. */
  readonly pci_device_pools?: ObjectValues | null;
  readonly ram_allocation_ratio: number | null;
  readonly cpu_allocation_ratio: number | null;
  readonly disk_allocation_ratio: number | null;
  readonly mapped: number | null;
  readonly created_at: Date | null;
  readonly updated_at: Date | null;
  readonly deleted_at: Date | null;
  readonly deleted: boolean;
}
