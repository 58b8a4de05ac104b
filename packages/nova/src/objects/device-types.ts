// SPDX-License-Identifier: Apache-2.0
import { type ObjectType } from '@stackport/versioned-objects';

/** Devices that users tagged. */
export const deviceTypes = {
  InstanceDeviceMetadata: {
    version: '1.0',
    fields: {
      devices: { objects: 'DeviceMetadata' },
    },
  },
  DeviceMetadata: {
    version: '1.0',
    fields: {
      bus: { object: 'DeviceBus' },
      tags: 'list',
    },
  },
  DiskMetadata: {
    version: '1.0',
    fields: {
      bus: { object: 'DeviceBus' },
      path: 'text',
      serial: 'text',
      tags: 'list',
    },
  },
  NetworkInterfaceMetadata: {
    version: '1.2',
    fields: {
      bus: { object: 'DeviceBus' },
      mac: 'text',
      tags: 'list',
      vf_trusted: 'boolean',
      vlan: 'integer',
    },
    since: { vf_trusted: '1.2', vlan: '1.1' },
  },
  DeviceBus: {
    version: '1.0',
    fields: {},
  },
  IDEDeviceBus: {
    version: '1.0',
    fields: {
      address: 'text',
    },
  },
  PCIDeviceBus: {
    version: '1.0',
    fields: {
      address: 'text',
    },
  },
  SCSIDeviceBus: {
    version: '1.0',
    fields: {
      address: 'text',
    },
  },
  USBDeviceBus: {
    version: '1.0',
    fields: {
      address: 'text',
    },
  },
  XenDeviceBus: {
    version: '1.0',
    fields: {
      address: 'text',
    },
  },
} as const satisfies Record<string, ObjectType>;
