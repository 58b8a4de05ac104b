// SPDX-License-Identifier: Apache-2.0
import { access, type FileHandle, lstat, mkdir, open, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An image's id becomes a file's name, so it must not be able to be anything else. */
const IMAGE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether there may be something of this id in a cache. */
export function isImageId(id: string): boolean {
  return IMAGE_ID.test(id);
}

/** Where a file of the cache stands: whole images in the folder itself, the others in folders below it. */
export type CachePlace = 'images' | 'incomplete' | 'invalid' | 'queue';

export interface CacheFile {
  readonly imageId: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly modified: number;
}

/**
 * The files of an image cache, in the layout of upstream's drivers (image_cache/drivers/base.py): files are named by
 * image ids, and everything else in the folder is left alone. Its methods throw `TypeError` for what is no image id.
 */
export class CacheFolder {
  readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  /** Makes the folders that are missing. */
  async prepare(): Promise<void> {
    for (const place of ['incomplete', 'invalid', 'queue'] as const)
      await mkdir(this.#folder(place), { recursive: true });
  }

  path(place: CachePlace, imageId: string): string {
    if (!isImageId(imageId)) throw new TypeError(`Not an image id: ${imageId}`);
    return join(this.#folder(place), imageId);
  }

  async has(place: CachePlace, imageId: string): Promise<boolean> {
    try {
      await access(this.path(place, imageId));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /** Puts an empty file there. */
  async mark(place: CachePlace, imageId: string): Promise<void> {
    await writeFile(this.path(place, imageId), '');
  }

  /** Opens a file that must not be there yet, of all processes for one; undefined for the others. */
  async create(place: CachePlace, imageId: string): Promise<FileHandle | undefined> {
    try {
      return await open(this.path(place, imageId), 'wx');
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return undefined;
      throw error;
    }
  }

  /** Undefined where it is not there. */
  async openToRead(place: CachePlace, imageId: string): Promise<FileHandle | undefined> {
    try {
      return await open(this.path(place, imageId), 'r');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async move(imageId: string, from: CachePlace, to: CachePlace): Promise<void> {
    await rename(this.path(from, imageId), this.path(to, imageId));
  }

  /** Whether there was something to remove. */
  async remove(place: CachePlace, imageId: string): Promise<boolean> {
    try {
      await unlink(this.path(place, imageId));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /** Oldest first. Files that go away meanwhile are left out. */
  async list(place: CachePlace): Promise<CacheFile[]> {
    const names = (await readdir(this.#folder(place))).filter(isImageId);
    const files: CacheFile[] = [];
    for (const imageId of names) {
      const path = this.path(place, imageId);
      try {
        const status = await lstat(path);
        if (status.isFile()) files.push({ imageId, path, size: status.size, modified: status.mtimeMs / 1000 });
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }
    return files.sort((a, b) => a.modified - b.modified || (a.imageId < b.imageId ? -1 : 1));
  }

  #folder(place: CachePlace): string {
    return place === 'images' ? this.base : join(this.base, place);
  }
}

export function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
