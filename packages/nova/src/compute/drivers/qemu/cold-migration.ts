// SPDX-License-Identifier: Apache-2.0
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DiskNotFound, InstanceFaultRollback, InvalidDiskInfo, ResizeError } from '../errors.js';
import type { GuestDescription, GuestFlavor } from '../guest.js';
import { GuestFolder } from './guest-folder.js';
import type { Machine } from './machine.js';
import type { QemuSettings } from './qemu-settings.js';
import { runCommand } from './run-command.js';

/** Files that belong to a start, not to the guest. */
const NOT_TAKEN = /^(qmp|pid|console\.log.*|memory.*|\.guest\.json.*)$/;

/**
 * Takes guests' disks to where they run next: to this host again, or to one that has the same `instances_path`. What was
 * there stays beside it as `<uuid>_resize` until the move is confirmed or taken back, as libvirt's driver has it.
 */
export class ColdMigration {
  readonly #settings: QemuSettings;
  readonly #hosts: string;

  constructor(settings: QemuSettings) {
    this.#settings = settings;
    this.#hosts = join(settings.instancesPath, 'compute_nodes');
  }

  /** Lets other hosts see that they have this host's folder. */
  async announce(): Promise<void> {
    await mkdir(this.#hosts, { recursive: true, mode: 0o750 });
    await writeFile(join(this.#hosts, encodeURIComponent(this.#settings.hostIp)), this.#settings.host);
  }

  /**
   * Throws `InstanceFaultRollback` for what cannot be done, while the guest still runs.
   * @param destination - the address of the other host
   */
  async check(guest: GuestDescription, destination: string, flavor: GuestFlavor): Promise<void> {
    const isSmaller =
      (guest.image !== undefined && flavor.rootGb < guest.flavor.rootGb) ||
      flavor.ephemeralGb < guest.flavor.ephemeralGb;
    if (isSmaller) throw new InstanceFaultRollback(new ResizeError('Unable to resize disk down.'));
    const hosts = await readdir(this.#hosts);
    if (!hosts.includes(encodeURIComponent(destination)))
      throw new InstanceFaultRollback(new ResizeError(`not able to reach the disks' folder from host ${destination}`));
  }

  /**
   * The disks, for the destination; those from before stay beside them.
   * @returns what is to be said to the destination
   */
  async leave(machine: Machine): Promise<string> {
    const { folder, definition } = machine;
    const kept = keptFolder(folder);
    await kept.remove();
    await rename(folder.path, kept.path);
    try {
      await folder.make();
      for (const name of await readdir(kept.path))
        if (!NOT_TAKEN.test(name))
          await runCommand('cp', ['--sparse=always', '--reflink=auto', '--', kept.file(name), folder.file(name)]);
      // Nobody's, until the destination takes it.
      await folder.writeDefinition({ ...definition, host: '' });
    } catch (error) {
      await folder.remove();
      await rename(kept.path, folder.path);
      throw error;
    }
    const local = definition.disks.filter(({ role }) => role !== 'volume');
    return JSON.stringify(local.map(({ format: type, path, size }) => ({ type, path, virt_disk_size: size ?? 0 })));
  }

  /** Throws `InvalidDiskInfo`; `DiskNotFound` where the disks have not come. */
  async arrive(folder: GuestFolder, diskInfo: string): Promise<void> {
    let disks: unknown;
    try {
      disks = JSON.parse(diskInfo);
    } catch (error) {
      throw new InvalidDiskInfo((error as Error).message, { cause: error });
    }
    if (!Array.isArray(disks)) throw new InvalidDiskInfo('it is no list of disks');
    if (!(await folder.exists())) throw new DiskNotFound(folder.path);
  }

  /** What was kept for a revert goes. */
  async confirm(folder: GuestFolder): Promise<void> {
    await keptFolder(folder).remove();
  }

  /** What was kept is the guest again. Throws `DiskNotFound` where nothing was, nor is there. */
  async revert(folder: GuestFolder): Promise<void> {
    const kept = keptFolder(folder);
    if (await kept.exists()) {
      await rm(folder.path, { recursive: true, force: true });
      await rename(kept.path, folder.path);
    }
    if (!(await folder.exists())) throw new DiskNotFound(folder.path);
  }
}

function keptFolder(folder: GuestFolder): GuestFolder {
  return new GuestFolder(`${folder.path}_resize`);
}
