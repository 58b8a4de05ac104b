// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { copyFile } from 'node:fs/promises';
import type { GuestDescription, GuestImage, GuestVolume } from './guest.js';

/** An image whose bytes are a file of this host. */
export function imageOf(path: string, diskFormat: string, id: string = randomUUID()): GuestImage {
  return {
    id,
    diskFormat,
    containerFormat: 'bare',
    checksum: null,
    size: 0,
    properties: {},
    download: (to) => copyFile(path, to),
  };
}

export function guestOf(changes: Partial<GuestDescription> = {}): GuestDescription {
  return {
    uuid: randomUUID(),
    name: 'instance-00000001',
    hostname: 'guest',
    projectId: 'project',
    userId: 'user',
    flavor: { vcpus: 1, memoryMb: 256, rootGb: 1, ephemeralGb: 0, swapMb: 0, extraSpecs: {} },
    image: undefined,
    kernel: undefined,
    ramdisk: undefined,
    imageProperties: {},
    rootDevice: '/dev/vda',
    volumes: [],
    disks: [],
    files: [],
    adminPassword: null,
    configDrive: undefined,
    interfaces: [],
    ...changes,
  };
}

export function volumeOf(path: string, mountDevice: string, changes: Partial<GuestVolume> = {}): GuestVolume {
  return {
    volumeId: randomUUID(),
    mountDevice,
    bootIndex: null,
    diskBus: 'virtio',
    deviceType: 'disk',
    isReadOnly: false,
    isMultiattach: false,
    connection: { driverVolumeType: 'local', data: { device_path: path } },
    ...changes,
  };
}
