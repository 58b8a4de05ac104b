// SPDX-License-Identifier: Apache-2.0
import { open, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { FlavorDiskSmallerThanImage, ImageUnacceptable } from '../errors.js';
import type { GuestDescription, GuestDisk } from '../guest.js';
import { diskFileName } from './define-guest.js';
import type { GuestFolder } from './guest-folder.js';
import type { CachedImage, ImageCache } from './image-cache.js';
import { iso9660 } from './iso9660.js';
import type { QemuImg } from './qemu-img.js';
import { runCommand } from './run-command.js';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/** File systems that an ephemeral disk can have, with what makes one that has the label `ephemeral0`. */
const MAKE_FILE_SYSTEM: Readonly<Record<string, (label: string) => readonly string[]>> = {
  ext2: (label) => ['mkfs.ext2', '-q', '-F', '-L', label],
  ext3: (label) => ['mkfs.ext3', '-q', '-F', '-L', label],
  ext4: (label) => ['mkfs.ext4', '-q', '-F', '-L', label],
  xfs: (label) => ['mkfs.xfs', '-q', '-f', '-L', label],
  vfat: (label) => ['mkfs.vfat', '-n', label.toUpperCase()],
};

/** What has been made of a guest's images. */
export interface MadeDisks {
  /** Bytes; undefined where it has no disk of an image. */
  readonly rootSize: number | undefined;
  readonly kernel: string | null;
  readonly ramdisk: string | null;
  /** Names of the cached images that it is built on. */
  readonly bases: readonly string[];
}

/** Makes the files in a guest's folder. What is there already stays as it is, but grows to the guest's sizes. */
export class DiskMaker {
  readonly #images: ImageCache;
  readonly #qemuImg: QemuImg;

  constructor(images: ImageCache, qemuImg: QemuImg) {
    this.#images = images;
    this.#qemuImg = qemuImg;
  }

  /**
   * @param whenMade - told while the images are held, so that none is removed before the guest is known to have it
   * @throws FlavorDiskSmallerThanImage, ImageUnacceptable
   */
  make<T>(guest: GuestDescription, folder: GuestFolder, whenMade: (made: MadeDisks) => Promise<T>): Promise<T> {
    return this.#images.useAll(guest, async ({ image, kernel, ramdisk, names }) => {
      const rootSize = image && (await this.#makeRoot(guest, folder, image));
      await makeDisks(guest, folder);
      if (guest.configDrive !== undefined) await writeConfigDrive(folder.file('disk.config'), guest.configDrive);
      return whenMade({ rootSize, kernel: kernel?.path ?? null, ramdisk: ramdisk?.path ?? null, bases: names });
    });
  }

  /** A rescue disk, as large as its image. @returns its size in bytes */
  async makeRescue(guest: GuestDescription, folder: GuestFolder, root: CachedImage): Promise<number> {
    await rm(folder.file('disk.rescue'), { force: true });
    await this.#qemuImg.createOverlay(folder.file('disk.rescue'), root.path, requireBytes(guest, root));
    return root.size;
  }

  async #makeRoot(guest: GuestDescription, folder: GuestFolder, root: CachedImage): Promise<number> {
    const wanted = guest.flavor.rootGb * GIB;
    if (wanted !== 0 && wanted < root.size) throw new FlavorDiskSmallerThanImage(wanted, root.size);
    const path = folder.file('disk');
    // A guest without a size of its own, and a medium, are as large as the image.
    const size = wanted === 0 || guest.image?.diskFormat === 'iso' ? requireBytes(guest, root) : wanted;
    if (!(await folder.exists('disk'))) {
      await this.#qemuImg.createOverlay(path, root.path, size);
      return size;
    }
    const { virtualSize } = await this.#qemuImg.info(path, 'qcow2', guest.image?.id ?? guest.uuid);
    if (virtualSize >= size) return virtualSize;
    await this.#qemuImg.grow(path, size);
    return size;
  }
}

async function makeDisks(guest: GuestDescription, folder: GuestFolder): Promise<void> {
  for (const [index, disk] of guest.disks.entries()) {
    const name = diskFileName(guest, index);
    if (disk.kind === 'swap') await makeSwap(folder.file(name), disk);
    else await makeEphemeral(guest, folder, name, disk);
  }
}

/** Swap has nothing to keep: one of another size is made anew. */
async function makeSwap(path: string, { sizeMb }: GuestDisk): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.size === sizeMb * MIB) return;
  await rm(path, { force: true });
  await makeSparse(path, sizeMb * MIB);
  await runCommand('mkswap', ['-q', path]);
}

async function makeEphemeral(
  guest: GuestDescription,
  folder: GuestFolder,
  name: string,
  disk: GuestDisk,
): Promise<void> {
  const path = folder.file(name);
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined) {
    // What is in it can grow with the guest's own means.
    if (found.size < disk.sizeMb * MIB) await truncate(path, disk.sizeMb * MIB);
    return;
  }
  await makeSparse(path, disk.sizeMb * MIB);
  const format = disk.guestFormat ?? 'ext4';
  const command = Object.hasOwn(MAKE_FILE_SYSTEM, format) ? MAKE_FILE_SYSTEM[format] : undefined;
  if (command === undefined)
    throw new ImageUnacceptable(guest.image?.id ?? guest.uuid, `file system ${format} is not supported`);
  const [program = '', ...args] = command(name.replace('disk.eph', 'ephemeral'));
  await runCommand(program, [...args, path]);
}

/** The files as a medium with the label that guests look for. */
export async function writeConfigDrive(path: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  await writeFile(path, iso9660(files, { label: 'config-2', date: new Date() }), { mode: 0o600 });
}

async function makeSparse(path: string, size: number): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.truncate(size);
  } finally {
    await file.close();
  }
}

function requireBytes(guest: GuestDescription, { size }: CachedImage): number {
  if (size === 0) throw new ImageUnacceptable(guest.image?.id ?? guest.uuid, 'it has no bytes');
  return size;
}
