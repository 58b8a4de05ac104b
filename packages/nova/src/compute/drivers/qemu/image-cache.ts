// SPDX-License-Identifier: Apache-2.0
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { ImageUnacceptable } from '../errors.js';
import type { GuestImage, GuestImageFile } from '../guest.js';
import { KeyedLock } from '../keyed-lock.js';
import { qemuFormat, type QemuImg } from './qemu-img.js';
import type { QemuSettings } from './qemu-settings.js';

const NAME = /^[0-9a-f]{40}$/;

/** An image whose bytes are on the host, raw. */
export interface CachedImage {
  /** In the cache. */
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** What a guest is made of. */
export interface CachedImages {
  readonly image: CachedImage | undefined;
  readonly kernel: CachedImage | undefined;
  readonly ramdisk: CachedImage | undefined;
  /** Of all of them. */
  readonly names: readonly string[];
}

/**
 * Images as raw files, each under a name made of its id as upstream makes it: what guests' disks begin as. A file has its
 * name when it is whole; several hosts can share the folder.
 */
export class ImageCache {
  readonly #folder: string;
  readonly #mark: string;
  readonly #settings: QemuSettings;
  readonly #qemuImg: QemuImg;
  readonly #lock = new KeyedLock();
  /** How many starts hold an image that no definition names yet. */
  readonly #holders = new Map<string, number>();

  constructor(settings: QemuSettings, qemuImg: QemuImg) {
    this.#settings = settings;
    this.#qemuImg = qemuImg;
    this.#folder = join(settings.instancesPath, settings.imageCacheName);
    this.#mark = `.partial-${createHash('sha1').update(settings.host).digest('hex').slice(0, 12)}-`;
  }

  /** Makes the folder, and removes what a killed process of this host left half fetched. */
  async prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o750 });
    for (const name of await readdir(this.#folder))
      if (name.startsWith(this.#mark)) await rm(join(this.#folder, name), { force: true });
  }

  async has(image: GuestImage): Promise<boolean> {
    return (await this.#find(nameOf(image))) !== undefined;
  }

  /**
   * Has the image on the host, as a raw disk, while something is done with it.
   * @throws ImageUnacceptable where it is not what it says, or refers to other files; what the download throws
   */
  use<T>(image: GuestImage, action: (cached: CachedImage) => Promise<T>): Promise<T> {
    return this.#hold(nameOf(image), (partial) => this.#fetchDisk(image, partial), action);
  }

  /** The same of all that a guest starts from; what is undefined stays so. A kernel's bytes are taken as they are. */
  useAll<T>(
    {
      image,
      kernel,
      ramdisk,
    }: { readonly image?: GuestImage; readonly kernel?: GuestImageFile; readonly ramdisk?: GuestImageFile },
    action: (cached: CachedImages) => Promise<T>,
  ): Promise<T> {
    type Next<U> = (one?: CachedImage) => Promise<U>;
    const disk = <U>(next: Next<U>): Promise<U> => (image === undefined ? next() : this.use(image, next));
    const file = <U>(one: GuestImageFile | undefined, next: Next<U>): Promise<U> =>
      one === undefined ? next() : this.#hold(nameOf(one), (partial) => one.download(partial), next);
    return disk((cachedImage) =>
      file(kernel, (cachedKernel) =>
        file(ramdisk, (cachedRamdisk) =>
          action({
            image: cachedImage,
            kernel: cachedKernel,
            ramdisk: cachedRamdisk,
            names: [cachedImage, cachedKernel, cachedRamdisk].flatMap((one) => (one === undefined ? [] : [one.name])),
          }),
        ),
      ),
    );
  }

  /**
   * Removes images that nobody uses.
   * @param inUse - names
   * @param minimumAge - seconds since the last use
   */
  async removeUnused(inUse: ReadonlySet<string>, minimumAge: number): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      if (!NAME.test(name) || inUse.has(name)) continue;
      await this.#lock.run(name, async () => {
        const path = join(this.#folder, name);
        const found = await stat(path).catch(() => undefined);
        if (found === undefined || this.#holders.has(name) || Date.now() - found.mtimeMs < minimumAge * 1000) return;
        this.#settings.logger.info(`Removing base or swap file: ${path}`);
        await rm(path, { force: true });
      });
    }
  }

  async #find(name: string): Promise<CachedImage | undefined> {
    const path = join(this.#folder, name);
    try {
      return { name, path, size: (await stat(path)).size };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** @param fetch - writes the file where it is not there, under another name first */
  async #hold<T>(
    name: string,
    fetch: (partial: string) => Promise<void>,
    action: (cached: CachedImage) => Promise<T>,
  ): Promise<T> {
    this.#holders.set(name, (this.#holders.get(name) ?? 0) + 1);
    try {
      const cached = await this.#lock.run(name, async () => (await this.#find(name)) ?? this.#fetch(name, fetch));
      // Its age is counted from its last use.
      await utimes(cached.path, new Date(), new Date());
      return await action(cached);
    } finally {
      const others = (this.#holders.get(name) ?? 1) - 1;
      if (others === 0) this.#holders.delete(name);
      else this.#holders.set(name, others);
    }
  }

  async #fetch(name: string, fetch: (partial: string) => Promise<void>): Promise<CachedImage> {
    const partial = join(this.#folder, `${this.#mark}${randomUUID()}`);
    try {
      await fetch(partial);
      const path = join(this.#folder, name);
      await rename(partial, path);
      return { name, path, size: (await stat(path)).size };
    } finally {
      await rm(partial, { force: true });
    }
  }

  async #fetchDisk(image: GuestImage, partial: string): Promise<void> {
    const format = qemuFormat(image.diskFormat);
    if (format === undefined) throw new ImageUnacceptable(image.id, `disk format ${image.diskFormat} is not supported`);
    await image.download(partial);
    if (format === 'raw') return;
    await this.#check(image, partial, format);
    const converted = `${partial}-converted`;
    try {
      await this.#qemuImg.convertUntrusted(partial, format, converted);
      await rename(converted, partial);
    } finally {
      await rm(converted, { force: true });
    }
  }

  /** An image is one file: one that names another would show a guest the host's files. */
  async #check(image: GuestImage, path: string, format: string): Promise<void> {
    const { backingFile, dataFile, createType } = await this.#qemuImg.info(path, format, image.id);
    if (backingFile !== undefined)
      throw new ImageUnacceptable(image.id, `fmt=${image.diskFormat} backed by: ${backingFile}`);
    if (dataFile !== undefined)
      throw new ImageUnacceptable(image.id, `fmt=${image.diskFormat} has data-file: ${dataFile}`);
    if (format === 'vmdk' && !this.#settings.allowedVmdkTypes.includes(createType ?? ''))
      throw new ImageUnacceptable(image.id, `Invalid VMDK create-type specified`);
  }
}

function nameOf(image: GuestImageFile): string {
  return createHash('sha1').update(image.id).digest('hex');
}
