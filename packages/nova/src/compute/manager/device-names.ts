// SPDX-License-Identifier: Apache-2.0
import { DevicePathInUse, InvalidDevicePath } from '../../errors/compute-work.js';
import { InvalidBDM } from '../../errors/instances.js';
import type { BlockDeviceMappingValues } from '../../instances/instance.js';

/** `/dev/vda`, `/dev/sda`: where the disk is that a guest starts from, by the bus that its hypervisor gives it. */
export function rootDeviceName(hypervisorType: string): string {
  return hypervisorType === 'fake' ? '/dev/sda' : '/dev/vda';
}

/** `/dev/vd` of `/dev/vda`. */
function prefixOf(device: string): string {
  return device.replace(/[a-z]\d*$/, '');
}

/** The next free name beside the root disk's: `/dev/vdb`, …, `/dev/vdaa`. */
export function nextDeviceName(rootDevice: string, used: readonly (string | null)[]): string {
  const prefix = prefixOf(rootDevice);
  const letters = new Set(
    [rootDevice, ...used].flatMap((name) => (name === null || name === '' ? [] : [lettersOf(name)])),
  );
  for (let number = 0; number < 26 * 27; number += 1) {
    const candidate = lettersFor(number);
    if (!letters.has(candidate)) return `${prefix}${candidate}`;
  }
  throw new InvalidBDM('no free disk device name');
}

/**
 * The name that a request gives a device, as the hypervisor calls its disks: of what is asked for the letter counts (nova
 * 26, compute/utils.py, get_next_device_name). Throws `InvalidDevicePath`, `DevicePathInUse`.
 */
export function requestedDeviceName(asked: string, rootDevice: string, used: readonly (string | null)[]): string {
  const [, letters] = /^\/dev\/x?[a-z]{0,1}d{0,1}([a-z]+)[0-9]*$/.exec(asked) ?? [];
  if (letters === undefined) throw new InvalidDevicePath(asked);
  const taken = [rootDevice, ...used].some((name) => name !== null && lettersOf(name) === letters);
  if (taken) throw new DevicePathInUse(asked);
  return `${prefixOf(rootDevice)}${letters}`;
}

/**
 * Names for all of a server's block devices: the first to start from has the root's, the others the next ones, in the
 * order local, ephemeral, swap, volumes (nova 26, compute_utils.default_device_names_for_instance).
 */
export function namedDevices(
  rootDevice: string,
  devices: readonly BlockDeviceMappingValues[],
): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const { id, device_name: name } of devices) if (name !== null && name !== '') names.set(id, name);
  const root = devices.find(({ boot_index: index }) => index === 0);
  if (root !== undefined && !names.has(root.id)) names.set(root.id, rootDevice);
  const order = (device: BlockDeviceMappingValues): number => {
    if (device.destination_type === 'volume') return 3;
    return device.source_type !== 'blank' ? 0 : device.guest_format === 'swap' ? 2 : 1;
  };
  for (const device of [...devices].sort((one, other) => order(one) - order(other)))
    if (!names.has(device.id)) names.set(device.id, nextDeviceName(rootDevice, [...names.values()]));
  return names;
}

function lettersOf(device: string): string {
  return /(?:^|\/)(?:[shx]?v?d|sd|hd)([a-z]+)\d*$/.exec(device)?.[1] ?? '';
}

/** 0 → a, 25 → z, 26 → aa. */
function lettersFor(number: number): string {
  const last = String.fromCharCode(97 + (number % 26));
  return number < 26 ? last : `${lettersFor(Math.floor(number / 26) - 1)}${last}`;
}
