// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { objectOf } from '../object-values.js';
import { toWire } from '../objects/nova-object.js';
import { devicesOf } from './device-metadata.js';

describe('devices', () => {
  const bus = (name: 'PCIDeviceBus' | 'SCSIDeviceBus', address: string) => toWire(name, { address });
  const nic = toWire('NetworkInterfaceMetadata', {
    mac: 'fa:16:3e:11:22:33',
    tags: ['nic1'],
    bus: bus('PCIDeviceBus', '0000:00:02.0'),
    vlan: 7,
    vf_trusted: true,
  });
  const plainNic = toWire('NetworkInterfaceMetadata', { mac: 'fa:16:3e:11:22:34' });
  const disk = toWire('DiskMetadata', {
    tags: ['disk1'],
    serial: 's',
    path: '/dev/vdb',
    bus: bus('SCSIDeviceBus', '0:0:0:1'),
  });
  const wire = toWire('InstanceDeviceMetadata', { devices: [nic, plainNic, disk] });
  const told = {
    disk: { type: 'disk', serial: 's', path: '/dev/vdb', bus: 'scsi', address: '0:0:0:1', tags: ['disk1'] },
    nic: { type: 'nic', mac: 'fa:16:3e:11:22:33', bus: 'pci', address: '0000:00:02.0', tags: ['nic1'] },
  };

  it('are those that have something to tell, as each version tells it', () => {
    expect(devicesOf(wire, '2016-06-30')).toEqual([told.nic, told.disk]);
    expect(devicesOf(wire, '2017-02-22')).toEqual([{ ...told.nic, vlan: 7 }, told.disk]);
    expect(devicesOf(wire, '2018-08-27')).toEqual([
      { ...told.nic, vlan: 7, vf_trusted: true },
      { type: 'nic', mac: 'fa:16:3e:11:22:34', bus: 'none', address: 'none', vf_trusted: false },
      told.disk,
    ]);
  });

  it('are the same where only their values are known', () => {
    const values = {
      devices: [
        { mac: 'fa:16:3e:11:22:33', tags: ['nic1'], bus: { address: '0000:00:02.0' } },
        { serial: 's', path: '/dev/vdb', tags: ['disk1'], bus: { address: '0:0:0:1' } },
        { tags: ['odd'], bus: { address: 'nowhere' } },
      ],
    };
    expect(devicesOf(values, '2016-06-30')).toEqual([told.nic, told.disk]);
    expect(devicesOf(null, '2020-10-14')).toEqual([]);
  });

  it('of an unknown kind are left out', () => {
    const devices = [objectOf('DeviceMetadata', { tags: ['x'] })];
    expect(devicesOf(toWire('InstanceDeviceMetadata', { devices }), '2020-10-14')).toEqual([]);
  });
});
