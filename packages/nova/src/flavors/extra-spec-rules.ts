// SPDX-License-Identifier: Apache-2.0

/** What the value of an extra spec may be. */
export type SpecValue =
  | 'text'
  | 'boolean'
  | { readonly min?: number; readonly max?: number }
  | { readonly oneOf: readonly string[] }
  /** The whole value; the text is what users are told. */
  | { readonly pattern: string };

const INTEGER: SpecValue = {};
const NATURAL: SpecValue = { min: 0 };
const POSITIVE: SpecValue = { min: 1 };
const oneOf = (...values: readonly string[]): SpecValue => ({ oneOf: values });
const SHARES = oneOf('custom', 'high', 'normal', 'low');
const CPUS: SpecValue = { pattern: '\\^?\\d+((-\\d+)?(,\\^?\\d+(-\\d+)?)?)*' };

/** Extra specs with a name that is fixed (nova 26, api/validation/extra_specs). */
export const NAMED_SPECS: Readonly<Record<string, SpecValue>> = {
  'accel:device_profile': 'text',
  'hw:cpu_realtime': 'boolean',
  'hw:cpu_realtime_mask': { pattern: '(\\^)?\\d+((-\\d+)?(,\\^?\\d+(-\\d+)?)?)*' },
  'hw:hide_hypervisor_id': 'boolean',
  'hw:cpu_policy': oneOf('dedicated', 'shared', 'mixed'),
  'hw:cpu_thread_policy': oneOf('prefer', 'isolate', 'require'),
  'hw:emulator_threads_policy': oneOf('isolate', 'share'),
  'hw:cpu_dedicated_mask': CPUS,
  'hw:mem_page_size': { pattern: '(large|small|any|\\d+([kKMGT]i?)?(b|bit|B)?)' },
  'hw:locked_memory': 'boolean',
  'hw:numa_nodes': POSITIVE,
  'hw:pci_numa_affinity_policy': oneOf('required', 'preferred', 'legacy', 'socket'),
  'hw:cpu_sockets': POSITIVE,
  'hw:cpu_cores': POSITIVE,
  'hw:cpu_threads': POSITIVE,
  'hw:max_cpu_sockets': POSITIVE,
  'hw:max_cpu_cores': POSITIVE,
  'hw:max_cpu_threads': POSITIVE,
  'hw:boot_menu': 'boolean',
  'hw:vif_multiqueue_enabled': 'boolean',
  'hw:mem_encryption': 'boolean',
  'hw:pmem': { pattern: '([a-zA-Z0-9_]+(,)?)+' },
  'hw:pmu': 'boolean',
  'hw:serial_port_count': NATURAL,
  'hw:tpm_model': oneOf('tpm-tis', 'tpm-crb'),
  'hw:tpm_version': oneOf('1.2', '2.0'),
  'hw:watchdog_action': oneOf('none', 'pause', 'poweroff', 'reset', 'disabled'),
  'hw:viommu_model': oneOf('intel', 'smmuv3', 'virtio', 'auto'),
  'hw:ephemeral_encryption': 'boolean',
  'hw:ephemeral_encryption_format': oneOf('plain', 'luks', 'luksv2'),
  'hw_rng:allowed': 'boolean',
  'hw_rng:rate_bytes': NATURAL,
  'hw_rng:rate_period': NATURAL,
  'hw_video:ram_max_mb': NATURAL,
  hide_hypervisor_id: 'boolean',
  group_policy: oneOf('isolate', 'none'),
  'os:secure_boot': oneOf('disabled', 'required'),
  'os:resolution': oneOf('1024x768', '1280x1024', '1600x1200', '1920x1200', '2560x1600', '3840x2160'),
  'os:monitors': { min: 1, max: 8 },
  'os:vram': oneOf('64', '128', '256', '512', '1024'),
  'pci_passthrough:alias': { pattern: '[^:]+:\\d+(?:\\s*,\\s*[^:]+:\\d+)*' },
  ...limits('cpu'),
  ...limits('memory'),
  ...limits('disk_io'),
  ...limits('vif'),
  'quota:cpu_shares': NATURAL,
  'quota:cpu_period': NATURAL,
  'quota:cpu_quota': INTEGER,
  ...each('quota:disk_', ['read', 'write', 'total'], ['_bytes_sec', '_iops_sec'], NATURAL),
  ...each('quota:vif_', ['inbound', 'outbound'], ['_average', '_peak', '_burst'], NATURAL),
  'vmware:hw_version': 'text',
  'vmware:storage_policy': 'text',
  ...each('capabilities:', capabilities(), [''], 'text'),
};

/** Extra specs with a name that has a part to choose. */
export const PATTERN_SPECS: readonly (readonly [name: RegExp, value: SpecValue])[] = [
  [/^aggregate_instance_extra_specs:.+$/, 'text'],
  [
    /^capabilities:(?:cpu_info|metrics|stats|numa_topology|supported_hv_specs|pci_device_pools|nodename|pci_stats|supported_instances|limits|instances)(?::\w+)*$/,
    'text',
  ],
  [/^hw:numa_cpus\.\d+$/, CPUS],
  [/^hw:numa_mem\.\d+$/, POSITIVE],
];

/** Namespaces whose names are all known: another one in them is none. */
export const NAMESPACES =
  /^(?:accel|aggregate_instance_extra_specs|capabilities|hw|hw_rng|hw_video|os|pci_passthrough|quota|vmware|(?:resources|trait)(?:[a-zA-Z0-9_-]{1,64})?)$/;

/** `resources:VCPU`, `trait1:HW_CPU_X86_AVX`: kind, and what it is of. */
export const PLACEMENT_SPEC = /^(resources|trait)(?:[a-zA-Z0-9_-]{1,64})?:([A-Z0-9_]+)$/;
export const RESOURCE_VALUE = INTEGER;
export const TRAIT_VALUE = oneOf('required', 'forbidden');

function limits(what: string): Readonly<Record<string, SpecValue>> {
  return {
    [`quota:${what}_limit`]: NATURAL,
    [`quota:${what}_reservation`]: INTEGER,
    [`quota:${what}_shares_level`]: SHARES,
    [`quota:${what}_shares_share`]: NATURAL,
  };
}

function each(
  start: string,
  middles: readonly string[],
  ends: readonly string[],
  value: SpecValue,
): Readonly<Record<string, SpecValue>> {
  return Object.fromEntries(
    middles.flatMap((middle) => ends.map((end) => [`${start}${middle}${end}`, value] as const)),
  );
}

/** Attributes of hosts that the scheduler compares with. */
function capabilities(): readonly string[] {
  return [
    ...['id', 'uuid', 'service_id', 'host', 'vcpus', 'memory_mb', 'local_gb', 'vcpus_used', 'memory_mb_used'],
    ...['local_gb_used', 'hypervisor_type', 'hypervisor_version', 'hypervisor_hostname', 'free_ram_mb', 'free_disk_gb'],
    ...['current_workload', 'running_vms', 'disk_available_least', 'host_ip', 'mapped', 'cpu_allocation_ratio'],
    ...['ram_allocation_ratio', 'disk_allocation_ratio', 'total_usable_ram_mb', 'total_usable_disk_gb', 'disk_mb_used'],
    ...['free_disk_mb', 'vcpus_total', 'num_instances', 'num_io_ops', 'failed_builds', 'aggregates', 'cell_uuid'],
    'updated',
  ];
}
