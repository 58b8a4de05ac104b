// SPDX-License-Identifier: Apache-2.0
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { ImageUnacceptable } from '../errors.js';
import type { GuestImage } from '../guest.js';
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
   * Has the image on the host while something is done with it.
   * @param isDisk - a kernel is taken as it is
   * @throws ImageUnacceptable where it is not what it says, or refers to other files; what the download throws
   */
  async use<T>(image: GuestImage, isDisk: boolean, action: (cached: CachedImage) => Promise<T>): Promise<T> {
    const name = nameOf(image);
    this.#holders.set(name, (this.#holders.get(name) ?? 0) + 1);
    try {
      const cached = await this.#lock.run(
        name,
        async () => (await this.#find(name)) ?? this.#fetch(image, name, isDisk),
      );
      // Its age is counted from its last use.
      await utimes(cached.path, new Date(), new Date());
      return await action(cached);
    } finally {
      const others = (this.#holders.get(name) ?? 1) - 1;
      if (others === 0) this.#holders.delete(name);
      else this.#holders.set(name, others);
    }
  }

  /** The same of several; what is undefined stays so. A kernel's or a ramdisk's bytes are taken as they are. */
  useAll<T>(
    images: { readonly image?: GuestImage; readonly kernel?: GuestImage; readonly ramdisk?: GuestImage },
    action: (cached: CachedImages) => Promise<T>,
  ): Promise<T> {
    const use = <U>(
      image: GuestImage | undefined,
      isDisk: boolean,
      next: (one?: CachedImage) => Promise<U>,
    ): Promise<U> => (image === undefined ? next() : this.use(image, isDisk, next));
    return use(images.image, true, (image) =>
      use(images.kernel, false, (kernel) =>
        use(images.ramdisk, false, (ramdisk) =>
          action({
            image,
            kernel,
            ramdisk,
            names: [image, kernel, ramdisk].flatMap((one) => (one === undefined ? [] : [one.name])),
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

  async #fetch(image: GuestImage, name: string, isDisk: boolean): Promise<CachedImage> {
    const format = qemuFormat(image.diskFormat);
    if (format === undefined) throw new ImageUnacceptable(image.id, `disk format ${image.diskFormat} is not supported`);
    const partial = join(this.#folder, `${this.#mark}${randomUUID()}`);
    const converted = `${partial}-converted`;
    try {
      await image.download(partial);
      if (isDisk && format !== 'raw') {
        await this.#check(image, partial, format);
        await this.#qemuImg.convertUntrusted(partial, format, converted);
        await rename(converted, partial);
      }
      const path = join(this.#folder, name);
      await rename(partial, path);
      return { name, path, size: (await stat(path)).size };
    } finally {
      await Promise.all([rm(partial, { force: true }), rm(converted, { force: true })]);
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

function nameOf(image: GuestImage): string {
  return createHash('sha1').update(image.id).digest('hex');
}
