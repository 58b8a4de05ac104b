// SPDX-License-Identifier: Apache-2.0
import { InstanceRescueFailure } from '../errors.js';
import type { GuestDescription } from '../guest.js';
import { defineGuest, kernelCommandLine, localDisk, placeDisks } from './define-guest.js';
import { writeConfigDrive, type DiskMaker } from './disk-maker.js';
import type { DiskDefinition, GuestDefinition } from './guest-definition.js';
import type { GuestFolder } from './guest-folder.js';
import type { CachedImages, ImageCache } from './image-cache.js';
import type { Machine } from './machine.js';
import type { Machines } from './machines.js';
import { volumeFiles } from './volume-files.js';

const RESCUE_FILES = ['disk.rescue', 'disk.config.rescue'] as const;

/** Makes guests of their descriptions, ready to be started. */
export class GuestBuilder {
  readonly #host: string;
  readonly #machines: Machines;
  readonly #disks: DiskMaker;
  readonly #images: ImageCache;

  constructor(host: string, machines: Machines, disks: DiskMaker, images: ImageCache) {
    this.#host = host;
    this.#machines = machines;
    this.#disks = disks;
    this.#images = images;
  }

  /** Makes what is missing of a guest's disks, and defines it anew. */
  async build(guest: GuestDescription, folder: GuestFolder): Promise<Machine> {
    const previous = this.#machines.find(guest.uuid)?.definition ?? (await folder.readDefinition());
    const volumePaths = await volumeFiles(guest.volumes);
    return this.#disks.make(guest, folder, async (made) => {
      const hasConfigDrive = await folder.exists('disk.config');
      const parts = {
        ...made,
        host: this.#host,
        pathOf: (name: string) => folder.file(name),
        hasConfigDrive,
        volumePaths,
      };
      // Under rescue disks have other places than they had before.
      return this.#machines.define(
        folder,
        defineGuest(guest, parts, previous?.isRescue === true ? undefined : previous),
      );
    });
  }

  /** Makes a guest start from another image, with its own disks beside that. Throws `InstanceRescueFailure`. */
  async buildRescue(machine: Machine, guest: GuestDescription, rescue: GuestDescription): Promise<void> {
    const { folder } = machine;
    await this.#images.useAll(rescue, async (cached) => {
      if (cached.image === undefined) throw new InstanceRescueFailure('there is no image to rescue it with');
      const size = await this.#disks.makeRescue(rescue, folder, cached.image);
      if (rescue.configDrive !== undefined)
        await writeConfigDrive(folder.file('disk.config.rescue'), rescue.configDrive);
      await machine.define(rescueDefinition(machine, guest, rescue, cached, size));
    });
  }

  /** Removes what a rescue was made of. */
  async clearRescue(machine: Machine): Promise<void> {
    await machine.folder.removeFiles(RESCUE_FILES);
  }
}

/** The guest with the rescue disk in front; with upstream's stable device rescue its own disks keep their places. */
function rescueDefinition(
  { definition, folder }: Machine,
  guest: GuestDescription,
  rescue: GuestDescription,
  { kernel, ramdisk, names }: CachedImages,
  size: number,
): GuestDefinition {
  const { hw_rescue_bus: bus, hw_rescue_device: device, os_command_line: commandLine } = rescue.imageProperties;
  const isStable = bus !== undefined || device !== undefined;
  const rescueDisk = localDisk(guest, 'rescue', {
    id: 'disk-rescue',
    path: folder.file('disk.rescue'),
    format: 'qcow2',
    size,
    mountDevice: isStable ? '' : guest.rootDevice,
    bus: bus ?? null,
    bootIndex: 0,
    isCdrom: device === 'cdrom',
  });
  const hasOwnDrive = rescue.configDrive !== undefined;
  const own = definition.disks
    .filter(({ role }) => role !== 'rescue')
    .map((disk): DiskDefinition => {
      const path = disk.role === 'config' && hasOwnDrive ? folder.file('disk.config.rescue') : disk.path;
      return { ...disk, bootIndex: null, path };
    });
  const disks = isStable
    ? placeDisks(definition.machine, [...own, rescueDisk], definition.disks)
    : placeDisks(definition.machine, [rescueDisk, ...own], []);
  return {
    ...definition,
    disks,
    hasScsi: disks.some((disk) => disk.bus === 'scsi'),
    kernel: kernel?.path ?? null,
    ramdisk: ramdisk?.path ?? null,
    kernelCommandLine: kernel === undefined ? null : kernelCommandLine(commandLine, guest.rootDevice),
    bases: [...new Set([...definition.bases, ...names])],
    isRescue: true,
  };
}
