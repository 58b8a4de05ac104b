// SPDX-License-Identifier: Apache-2.0
import type { BlockDeviceMappingValues, InstanceValues } from '../instances/instance.js';

/** The device that a server boots from. */
export function rootDevice(devices: readonly BlockDeviceMappingValues[]): BlockDeviceMappingValues | undefined {
  return devices.find((device) => device.boot_index === 0);
}

/** Whether a server's own disk is a volume. */
export function isVolumeBacked(
  instance: Pick<InstanceValues, 'image_ref'>,
  devices: readonly BlockDeviceMappingValues[],
): boolean {
  const root = rootDevice(devices);
  return root === undefined ? (instance.image_ref ?? '') === '' : root.destination_type === 'volume';
}
