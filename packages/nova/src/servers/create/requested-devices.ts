// SPDX-License-Identifier: Apache-2.0
import {
  InvalidBDMBootSequence,
  InvalidBDMDiskBus,
  InvalidBDMEphemeralSize,
  InvalidBDMFormat,
  InvalidBDMLocalsLimit,
  InvalidBDMSwapSize,
  InvalidRequest,
} from '../../errors/server-create.js';
import { InvalidBDM } from '../../errors/instances.js';
import type { Flavor } from '../../flavors/flavor.js';
import type { NewBlockDevice } from '../../instances/block-device-repository.js';
import type { RequestedDevice, ServerOrder } from './server-order.js';
import { isTrue } from '../../is-true.js';

/** A device that is no server's yet. */
export type Device = Omit<NewBlockDevice, 'instance_uuid'>;

const DISK_BUSES: ReadonlySet<string> = new Set(['fdc', 'ide', 'sata', 'scsi', 'usb', 'virtio', 'xen', 'lxc', 'uml']);

const BLANK: Device = {
  source_type: null,
  destination_type: null,
  guest_format: null,
  device_type: null,
  disk_bus: null,
  boot_index: null,
  device_name: null,
  delete_on_termination: false,
  snapshot_id: null,
  volume_id: null,
  volume_size: null,
  volume_type: null,
  image_id: null,
  no_device: false,
  connection_info: null,
  tag: null,
  attachment_id: null,
  encrypted: false,
  encryption_secret_uuid: null,
  encryption_format: null,
  encryption_options: null,
};

/**
 * All devices of a new server: those that were asked for, the image's, and the flavor's own disks (nova 26, block_device.py
 * and compute/api.py). Throws an Invalid for what cannot be.
 */
export function devicesOf(order: ServerOrder, flavor: Flavor, settings: { readonly maxLocal: number }): Device[] {
  const asked = order.isLegacyDevices
    ? order.devices.flatMap((device, index) => legacyDevice(device, order, index))
    : order.devices
        .filter(({ no_device: none }) => none === undefined || none === false)
        .map((device) => deviceOf(device, order.imageRef));
  checkRootName(order, asked);
  // The second form names the image itself.
  const ofImage = order.imageRef !== '' && order.isLegacyDevices ? [imageDevice(order.imageRef)] : [];
  const devices = [...ofImage, ...asked];
  if (order.maxCount > 1 && devices.some(({ source_type: source }) => source === 'volume'))
    throw new InvalidRequest('Cannot attach one or more volumes to multiple instances');
  const all = [...devices, ...flavorDevices(flavor, devices)];
  check(all, flavor, settings.maxLocal);
  return all;
}

function imageDevice(imageId: string): Device {
  return {
    ...BLANK,
    source_type: 'image',
    destination_type: 'local',
    device_type: 'disk',
    boot_index: 0,
    delete_on_termination: true,
    image_id: imageId,
  };
}

function blankDevice(size: number, guestFormat: string | null): Device {
  return {
    ...BLANK,
    source_type: 'blank',
    destination_type: 'local',
    device_type: 'disk',
    boot_index: -1,
    delete_on_termination: true,
    guest_format: guestFormat,
    volume_size: size,
  };
}

/** The flavor's own disks, where the request has none of the kind. */
function flavorDevices({ ephemeralGb, swap }: Flavor, devices: readonly Device[]): Device[] {
  return [
    ...(ephemeralGb > 0 && !devices.some(isEphemeral) ? [blankDevice(ephemeralGb, null)] : []),
    ...(swap > 0 && !devices.some(isSwap) ? [blankDevice(swap, 'swap')] : []),
  ];
}

/** Throws InvalidBDMFormat. */
function deviceOf(asked: RequestedDevice, imageRef: string): Device {
  const { source_type: source = null, uuid, destination_type: to = null } = asked;
  const bootIndex = bootIndexOf(asked.boot_index);
  if (source === 'blank' && uuid !== undefined) throw new InvalidBDMFormat('Invalid device UUID.');
  if (source !== 'blank' && uuid === undefined) throw new InvalidBDMFormat('Missing device UUID.');
  if (source === 'image' && to === 'local' && (imageRef === '' || bootIndex !== 0))
    throw new InvalidBDMFormat('Mapping image to local is not supported.');
  const hasType = asked.volume_type !== undefined && asked.volume_type !== null && asked.volume_type !== '';
  if (to === 'local' && hasType)
    throw new InvalidBDMFormat('Specifying a volume_type with destination_type=local is not supported.');
  if (source === 'volume' && hasType)
    throw new InvalidBDMFormat('Specifying volume type to existing volume is not supported.');
  return {
    ...BLANK,
    source_type: source,
    destination_type: to,
    volume_id: source === 'volume' ? (uuid ?? null) : null,
    snapshot_id: source === 'snapshot' ? (uuid ?? null) : null,
    image_id: source === 'image' ? (uuid ?? null) : null,
    volume_size: asked.volume_size === undefined ? null : Number(asked.volume_size),
    device_name: deviceName(asked.device_name),
    delete_on_termination: isTrue(asked.delete_on_termination),
    guest_format: asked.guest_format ?? null,
    device_type: asked.device_type ?? null,
    disk_bus: asked.disk_bus ?? null,
    boot_index: bootIndex,
    tag: asked.tag ?? null,
    volume_type: asked.volume_type ?? null,
  };
}

/** A device of the first form: a volume or a snapshot at a name; others are left to the flavor. */
function legacyDevice(asked: RequestedDevice, order: ServerOrder, index: number): Device[] {
  if (asked.no_device !== undefined && asked.no_device !== false) return [];
  const source = asked.volume_id !== undefined ? 'volume' : asked.snapshot_id !== undefined ? 'snapshot' : undefined;
  if (source === undefined) {
    const virtual = (asked as { readonly virtual_name?: string }).virtual_name;
    if (virtual === 'swap' || virtual?.startsWith('ephemeral') === true) return [];
    throw new InvalidBDMFormat('Unrecognized legacy format.');
  }
  const name = deviceName(asked.device_name);
  // Without an image the first one, or the one at the root's name, is started from.
  const isRoot = order.imageRef === '' && (name === null ? index === 0 : name.endsWith('vda'));
  return [
    {
      ...BLANK,
      source_type: source,
      destination_type: 'volume',
      volume_id: asked.volume_id ?? null,
      snapshot_id: asked.snapshot_id ?? null,
      volume_size: asked.volume_size === undefined ? null : Number(asked.volume_size),
      device_name: name,
      delete_on_termination: isTrue(asked.delete_on_termination),
      boot_index: isRoot ? 0 : null,
    },
  ];
}

/** Throws for a volume at the name where the image is. */
function checkRootName({ imageRef }: ServerOrder, devices: readonly Device[]): void {
  const atRoot = devices.some(
    ({ destination_type: destination, device_name: name, boot_index: index }) =>
      destination === 'volume' && index !== 0 && name?.replace(/^\/dev\//, '') === 'vda',
  );
  if (imageRef !== '' && atRoot)
    throw new InvalidRequest('The volume cannot be assigned the same device name as the root device vda');
}

/** Throws an InvalidBDM of its kind. */
function check(devices: readonly Device[], flavor: Flavor, maxLocal: number): void {
  const indexes = devices
    .flatMap(({ boot_index: index }) => (index !== null && index !== undefined && index >= 0 ? [index] : []))
    .sort((one, other) => one - other);
  if (indexes.length === 0 || indexes.some((index, place) => index !== place)) throw new InvalidBDMBootSequence();
  for (const { source_type: source, destination_type: destination, volume_size: size, disk_bus: bus } of devices) {
    if (destination === 'volume' && source === 'image' && !size)
      throw new InvalidBDM("Images with destination_type 'volume' need to have a non-zero size specified");
    if (destination === 'volume' && source === 'blank' && !size)
      throw new InvalidBDM("Blank volumes (source: 'blank', dest: 'volume') need to have non-zero size");
    if (bus !== null && bus !== undefined && !DISK_BUSES.has(bus)) throw new InvalidBDMDiskBus();
  }
  const ephemeral = devices
    .filter(isEphemeral)
    .reduce((sum, { volume_size: size }) => sum + (size ?? flavor.ephemeralGb), 0);
  if (ephemeral > flavor.ephemeralGb) throw new InvalidBDMEphemeralSize();
  const swaps = devices.filter(isSwap);
  if (swaps.length > 1) throw new InvalidBDMFormat('More than one swap drive requested.');
  if ((swaps[0]?.volume_size ?? 0) > flavor.swap) throw new InvalidBDMSwapSize();
  if (maxLocal >= 0 && devices.filter(({ destination_type: to }) => to === 'local').length > maxLocal)
    throw new InvalidBDMLocalsLimit();
}

function isSwap({ source_type: source, destination_type: to, guest_format: format }: Device): boolean {
  return source === 'blank' && to === 'local' && format === 'swap';
}

function isEphemeral(device: Device): boolean {
  return device.source_type === 'blank' && device.destination_type === 'local' && !isSwap(device);
}

function bootIndexOf(value: RequestedDevice['boot_index']): number | null {
  return value === undefined || value === null ? null : Number(value);
}

/** With the folder of devices before it. */
function deviceName(name: string | undefined): string | null {
  if (name === undefined) return null;
  return name.startsWith('/dev/') ? name : `/dev/${name}`;
}
