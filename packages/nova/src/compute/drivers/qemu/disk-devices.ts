// SPDX-License-Identifier: Apache-2.0
import type { DiskDefinition, MachineType } from './guest-definition.js';
import { q35Ports, SCSI_SLOT } from './disk-places.js';

type Json = Readonly<Record<string, unknown>>;

/** A disk's bytes as QEMU is told of them: `blockdev-add`, and `-blockdev`. The format is stated, never found out. */
export function blockNode(disk: DiskDefinition): Json {
  return {
    driver: disk.format,
    'node-name': disk.node,
    'read-only': disk.isReadOnly,
    discard: 'unmap',
    file: {
      driver: disk.isBlockDevice ? 'host_device' : 'file',
      filename: disk.path,
      'read-only': disk.isReadOnly,
      discard: 'unmap',
    },
  };
}

/** The device that the guest sees it as: `device_add`, and `-device`. */
export function diskDevice(machine: MachineType, disk: DiskDefinition): Json {
  const common = {
    id: disk.id,
    drive: disk.node,
    ...(disk.serial !== null && { serial: disk.serial }),
    ...(disk.bootIndex !== null && { bootindex: disk.bootIndex }),
    ...(disk.isShared && { 'share-rw': true }),
  };
  if (disk.bus === 'virtio') return { driver: 'virtio-blk-pci', ...pciAddress(machine, disk.place), ...common };
  if (disk.bus === 'scsi')
    return {
      driver: disk.device === 'cdrom' ? 'scsi-cd' : 'scsi-hd',
      bus: 'scsi0.0',
      'scsi-id': disk.place,
      lun: 0,
      ...common,
    };
  // A PC has two channels with two places each, a q35 six channels with one.
  const [channel, unit] = machine === 'pc' ? [Math.floor(disk.place / 2), disk.place % 2] : [disk.place, 0];
  return { driver: disk.device === 'cdrom' ? 'ide-cd' : 'ide-hd', bus: `ide.${channel}`, unit, ...common };
}

/** What disks are plugged into: ports, and a controller where one is wanted. */
export function diskControllers(machine: MachineType, hasScsi: boolean): Json[] {
  const ports =
    machine === 'pc'
      ? []
      : q35Ports.map((slot) => ({
          driver: 'pcie-root-port',
          id: `port${slot}`,
          bus: 'pcie.0',
          addr: hex(slot),
          chassis: slot,
        }));
  return hasScsi ? [...ports, scsiController(machine)] : ports;
}

export function scsiController(machine: MachineType): Json {
  return { driver: 'virtio-scsi-pci', id: 'scsi0', ...pciAddress(machine, SCSI_SLOT) };
}

function pciAddress(machine: MachineType, slot: number): Json {
  return machine === 'pc' ? { bus: 'pci.0', addr: hex(slot) } : { bus: `port${slot}`, addr: '0x0' };
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
