// SPDX-License-Identifier: Apache-2.0
import { list, ObjectActionError, refusing, type ObjectType, type ObjectValues } from '@stackport/versioned-objects';
import { stored } from './stored.js';

/** Processors, memory and devices of hosts, and what instances have of them. */
export const hardwareTypes = {
  InstanceNUMACell: {
    version: '1.6',
    fields: {
      cpu_pinning_raw: 'dictionary',
      cpu_policy: 'text',
      cpu_thread_policy: 'text',
      cpu_topology: { object: 'VirtCPUTopology' },
      cpuset: 'list',
      cpuset_reserved: 'list',
      id: 'integer',
      memory: 'integer',
      pagesize: 'integer',
      pcpuset: 'list',
    },
    since: {
      pcpuset: '1.5',
      cpuset_reserved: '1.4',
      cpu_policy: '1.3',
      cpu_thread_policy: '1.3',
    },
    before: {
      '1.6': refuseMixed,
      // Pinned processors were among the others.
      '1.5': (data) => (data.cpu_policy === 'dedicated' ? { ...data, cpuset: data.pcpuset } : data),
    },
  },
  InstanceNUMATopology: {
    version: '1.3',
    fields: {
      cells: { objects: 'InstanceNUMACell' },
      emulator_threads_policy: 'text',
      id: 'integer',
      instance_uuid: 'text',
    },
    since: { emulator_threads_policy: '1.3' },
  },
  InstancePCIRequest: {
    version: '1.4',
    fields: {
      alias_name: 'text',
      count: 'integer',
      is_new: 'boolean',
      numa_policy: 'text',
      request_id: 'text',
      requester_id: 'text',
      spec: 'list',
    },
    since: { requester_id: '1.3', numa_policy: '1.2', request_id: '1.1' },
  },
  InstancePCIRequests: {
    version: '1.1',
    fields: {
      instance_uuid: 'text',
      requests: { objects: 'InstancePCIRequest' },
    },
  },
  NUMACell: {
    version: '1.5',
    fields: {
      cpu_usage: 'integer',
      cpuset: 'list',
      id: 'integer',
      memory: 'integer',
      memory_usage: 'integer',
      mempages: { objects: 'NUMAPagesTopology' },
      network_metadata: { object: 'NetworkMetadata' },
      pcpuset: 'list',
      pinned_cpus: 'list',
      siblings: 'list',
      socket: 'integer',
    },
    since: { socket: '1.5', pcpuset: '1.4', network_metadata: '1.3' },
  },
  NUMAPagesTopology: {
    version: '1.1',
    fields: {
      reserved: 'integer',
      size_kb: 'integer',
      total: 'integer',
      used: 'integer',
    },
    since: { reserved: '1.1' },
  },
  NUMATopology: {
    version: '1.2',
    fields: {
      cells: { objects: 'NUMACell' },
    },
  },
  NUMATopologyLimits: {
    version: '1.1',
    fields: {
      cpu_allocation_ratio: 'float',
      network_metadata: { object: 'NetworkMetadata' },
      ram_allocation_ratio: 'float',
    },
    since: { network_metadata: '1.1' },
  },
  NetworkMetadata: {
    version: '1.0',
    fields: {
      physnets: 'list',
      tunneled: 'boolean',
    },
  },
  PciDevice: {
    version: '1.7',
    fields: {
      address: 'text',
      compute_node_id: 'integer',
      dev_id: 'text',
      dev_type: 'text',
      extra_info: 'dictionary',
      id: 'integer',
      instance_uuid: 'text',
      label: 'text',
      numa_node: 'integer',
      parent_addr: 'text',
      product_id: 'text',
      request_id: 'text',
      status: 'text',
      uuid: 'text',
      vendor_id: 'text',
      ...stored,
    },
    since: { uuid: '1.6', parent_addr: '1.4', request_id: '1.2' },
    before: {
      '1.7': refusing('dev_type', ['vdpa']),
      '1.5': refusing('status', ['unclaimable', 'unavailable']),
      '1.4': parentAsExtra,
    },
  },
  PciDeviceList: list('PciDevice', '1.3'),
  Resource: {
    version: '1.0',
    fields: {
      identifier: 'text',
      metadata: { object: 'ResourceMetadata' },
      provider_uuid: 'text',
      resource_class: 'text',
    },
  },
  ResourceList: list('Resource', '1.0'),
  ResourceMetadata: {
    version: '1.0',
    fields: {},
  },
  LibvirtVPMEMDevice: {
    version: '1.0',
    fields: {
      align: 'integer',
      devpath: 'text',
      label: 'text',
      name: 'text',
      size: 'integer',
    },
  },
  VirtCPUFeature: {
    version: '1.0',
    fields: {
      name: 'text',
      policy: 'text',
    },
  },
  VirtCPUModel: {
    version: '1.0',
    fields: {
      arch: 'text',
      features: { objects: 'VirtCPUFeature' },
      match: 'text',
      mode: 'text',
      model: 'text',
      topology: { object: 'VirtCPUTopology' },
      vendor: 'text',
    },
  },
  VirtCPUTopology: {
    version: '1.0',
    fields: {
      cores: 'integer',
      sockets: 'integer',
      threads: 'integer',
    },
  },
} as const satisfies Record<string, ObjectType>;

function refuseMixed(data: ObjectValues, version: string): ObjectValues {
  if (data.cpu_policy !== 'mixed') return data;
  const text = `mixed policy is not supported in version (${version.split('.').join(', ')})`;
  throw new ObjectActionError('obj_make_compatible', text);
}

/** The physical function of a virtual one had no field of its own. */
function parentAsExtra(data: ObjectValues): ObjectValues {
  if (typeof data.parent_addr !== 'string') return data;
  return { ...data, extra_info: { ...(data.extra_info as ObjectValues | undefined), phys_function: data.parent_addr } };
}
