// SPDX-License-Identifier: Apache-2.0
// A server for tests, as the metadata service finds one.
import type { BlockDeviceMappingValues, InstanceValues } from '../instances/instance.js';
import type { NetworkInfo } from '../network/network-info.js';
import type { MetadataServer } from './metadata-server.js';
import type { VendorData } from './vendor-data.js';

export const UUID = '4d7d630d-e1a8-4ee3-a580-3abcd799e6ab';

/** One port with an address of each version, the first one served by DHCP. */
export const ports: NetworkInfo = [
  {
    id: 'port-1',
    address: 'fa:16:3e:11:22:33',
    network: {
      id: 'net-1',
      bridge: 'br-int',
      label: 'private',
      subnets: [
        {
          cidr: '10.0.0.0/24',
          dns: [{ address: '8.8.8.8', type: 'dns', version: 4, meta: {} }],
          gateway: { address: '10.0.0.1', type: 'gateway', version: 4, meta: {} },
          ips: [
            {
              address: '10.0.0.5',
              type: 'fixed',
              version: 4,
              meta: {},
              floating_ips: [{ address: '203.0.113.9', type: 'floating', version: 4, meta: {} }],
            },
          ],
          routes: [],
          version: 4,
          meta: { dhcp_server: '10.0.0.2' },
        },
        {
          cidr: 'fd00::/64',
          dns: [],
          gateway: { address: 'fd00::1', type: 'gateway', version: 6, meta: {} },
          ips: [{ address: 'fd00::5', type: 'fixed', version: 6, meta: {}, floating_ips: [] }],
          routes: [
            {
              cidr: 'fd01::/48',
              gateway: { address: 'fd00::fe', type: 'gateway', version: 6, meta: {} },
              interface: null,
              meta: {},
            },
          ],
          version: 6,
          meta: { ipv6_address_mode: 'slaac' },
        },
      ],
      meta: { mtu: 1450 },
    },
    type: 'ovs',
    details: {},
    devname: 'tapport-1',
    ovs_interfaceid: 'port-1',
    qbh_params: null,
    qbg_params: null,
    active: true,
    vnic_type: 'normal',
    profile: {},
    preserve_on_delete: false,
    delegate_create: true,
    meta: {},
  },
];

export function instanceOf(changes: Partial<InstanceValues> = {}): InstanceValues {
  const values: Partial<InstanceValues> = {
    id: 26,
    uuid: UUID,
    user_id: 'u',
    project_id: 'p',
    image_ref: 'image',
    hostname: 'web',
    display_name: 'Web server',
    launch_index: 0,
    key_name: 'mykey',
    key_data: 'ssh-rsa AAAA me',
    user_data: Buffer.from('#!/bin/sh\n').toString('base64'),
    reservation_id: 'r-qq9b6cdu',
    availability_zone: 'nova',
    root_device_name: '/dev/vda',
    default_ephemeral_device: null,
    default_swap_device: null,
    metadata: { role: 'web' },
    system_metadata: { boot_roles: 'member' },
    keypairs: { objects: [{ name: 'mykey', public_key: 'ssh-rsa AAAA me', type: 'ssh' }] },
    flavor: {
      id: 1,
      name: 'm1.tiny',
      flavorid: '1',
      memory_mb: 512,
      vcpus: 1,
      root_gb: 1,
      ephemeral_gb: 0,
      swap: 0,
    },
    info_cache: { instance_uuid: UUID, network_info: JSON.stringify(ports) },
    numa_topology: { cells: [{ pcpuset: [3, 1] }, { pcpuset: [2] }] },
    device_metadata: null,
    ...changes,
  };
  return values as InstanceValues;
}

export function serverOf(changes: Partial<InstanceValues> = {}, more: Partial<MetadataServer> = {}): MetadataServer {
  return {
    instance: instanceOf(changes),
    devices: [],
    ec2Ids: { instance_id: 'i-0000001a', ami_id: 'ami-00000001', kernel_id: null, ramdisk_id: null },
    securityGroups: ['default', 'web'],
    ...more,
  };
}

export function deviceOf(changes: Partial<BlockDeviceMappingValues>): BlockDeviceMappingValues {
  return {
    source_type: 'blank',
    destination_type: 'local',
    guest_format: null,
    device_name: null,
    ...changes,
  } as BlockDeviceMappingValues;
}

/** An operator who says this. */
export function vendorDataOf(told: unknown = {}): VendorData {
  return {
    static: () => Promise.resolve(told),
    all: () => Promise.resolve({ static: told }),
    close: () => Promise.resolve(),
  };
}
