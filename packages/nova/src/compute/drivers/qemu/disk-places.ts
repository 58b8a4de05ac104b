// SPDX-License-Identifier: Apache-2.0
import { TooManyDiskDevices } from '../errors.js';
import type { DiskBus, DiskDefinition, MachineType } from './guest-definition.js';

/** Slots of the PCI bus: the first ones are the board's, the screen's (2) and the SCSI controller's (3). */
export const SCREEN_SLOT = 2;
export const SCSI_SLOT = 3;
const FIRST_DISK_SLOT = 4;
const LAST_DISK_SLOT = { pc: 31, q35: 20 } as const;
const IDE_PLACES = { pc: 4, q35: 6 } as const;
const SCSI_PLACES = 64;

/** The slots of a q35 that things are plugged into while it runs: each is a port of its own. */
export const q35Ports: readonly number[] = Array.from(
  { length: LAST_DISK_SLOT.q35 - SCSI_SLOT + 1 },
  (_, index) => SCSI_SLOT + index,
);

function placesOf(machine: MachineType, bus: DiskBus): { readonly first: number; readonly last: number } {
  if (bus === 'virtio') return { first: FIRST_DISK_SLOT, last: LAST_DISK_SLOT[machine] };
  return { first: 0, last: (bus === 'ide' ? IDE_PLACES[machine] : SCSI_PLACES) - 1 };
}

/**
 * The place that a disk had, else the first one that is free.
 * @throws TooManyDiskDevices
 */
export function freePlace(
  machine: MachineType,
  bus: DiskBus,
  others: readonly DiskDefinition[],
  wanted: number | undefined,
): number {
  const taken = new Set(others.filter((disk) => disk.bus === bus).map(({ place }) => place));
  const { first, last } = placesOf(machine, bus);
  if (wanted !== undefined && wanted >= first && wanted <= last && !taken.has(wanted)) return wanted;
  for (let place = first; place <= last; place += 1) if (!taken.has(place)) return place;
  throw new TooManyDiskDevices(last - first + 1);
}
