// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:fs';
import { chmod, mkdir, open, realpath, stat, statfs, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Logger } from '@stackport/config';
import { StorageFull } from '../errors.js';
import type { FileOptions } from './file-options.js';
import { partialName } from './partial-files.js';
import { badFileConfiguration, isMissing, writeError } from './system-error.js';

interface DataFolder {
  readonly path: string;
  readonly priority: number;
}

/** The folders of a file store, the highest priority first. */
export class DataFolders {
  readonly #folders: readonly DataFolder[];
  /** Paths that count as inside: as configured, and with links followed. */
  #roots: readonly string[];

  private constructor(folders: readonly DataFolder[]) {
    this.#folders = folders;
    this.#roots = folders.map(({ path }) => path);
  }

  /** @throws BadStoreConfiguration unless exactly one of the two options is given, and every priority is a number. */
  static of(options: FileOptions, logger: Logger): DataFolders {
    const single = options.filesystem_store_datadir;
    const several = options.filesystem_store_datadirs ?? [];
    if (single === '' && several.length === 0)
      throw badFileConfiguration("Specify at least 'filesystem_store_datadir' or 'filesystem_store_datadirs' option");
    if (single !== '' && several.length > 0)
      throw badFileConfiguration("Specify either 'filesystem_store_datadir' or 'filesystem_store_datadirs' option");
    if (single !== '') return new DataFolders([{ path: resolve(single), priority: 0 }]);
    const folders: DataFolder[] = [];
    for (const folder of several.map(parseFolder)) {
      const known = folders.find(({ path }) => path === folder.path);
      if (known === undefined) {
        folders.push(folder);
        continue;
      }
      const message = `Directory ${folder.path} specified multiple times in filesystem_store_datadirs option of filesystem configuration`;
      if (known.priority !== folder.priority) throw badFileConfiguration(message);
      logger.warning(message);
    }
    return new DataFolders(folders.sort((a, b) => b.priority - a.priority));
  }

  get paths(): readonly string[] {
    return this.#folders.map(({ path }) => path);
  }

  /** Whether a normalised, absolute path is below one of the folders. */
  contain(path: string): boolean {
    return this.#roots.some((root) => path.startsWith(root === '/' ? root : `${root}/`));
  }

  /**
   * Makes the folders that are missing, and lets group or others pass through where image files are for them.
   * @param permissions - of image files; zero leaves the folders alone.
   * @throws BadStoreConfiguration where a folder cannot be made or written.
   */
  async prepare(permissions: number, logger: Logger): Promise<void> {
    for (const { path } of this.#folders) {
      await make(path, logger);
      await probe(path);
      if (permissions > 0) await letPass(path, permissions, logger);
    }
    this.#roots = [...new Set([...this.paths, ...(await Promise.all(this.paths.map((path) => realpath(path))))])];
  }

  /**
   * Where an image goes: the highest priority with enough space, and there the folder with the most.
   * @param size - bytes; 0 where nobody knows.
   * @throws StorageFull where several folders are configured and none has enough; a single one is not asked.
   */
  async best(size: number): Promise<string> {
    const [first, second] = this.#folders;
    if (first !== undefined && second === undefined) return first.path;
    let best: (DataFolder & { readonly free: number }) | undefined;
    for (const folder of this.#folders) {
      if (best !== undefined && best.priority > folder.priority) break;
      const free = await freeBytes(folder.path);
      if (free >= size && free > (best?.free ?? 0)) best = { ...folder, free };
    }
    if (best !== undefined) return best.path;
    throw new StorageFull(`There is no enough disk space left on the image storage media. requested=${size}`);
  }
}

/** `path` or `path:priority`. */
function parseFolder(text: string): DataFolder {
  const colon = text.lastIndexOf(':');
  const path = (colon < 0 ? text : text.slice(0, colon)).trim();
  const priority = colon < 0 ? '' : text.slice(colon + 1).trim();
  if (priority !== '' && !/^[+-]?\d+$/.test(priority))
    throw badFileConfiguration(`Invalid priority value ${priority} in filesystem configuration`);
  if (path === '') throw badFileConfiguration('Invalid directory specified in filesystem configuration');
  return { path: resolve(path), priority: Number(priority) };
}

async function make(path: string, logger: Logger): Promise<void> {
  try {
    await stat(path);
  } catch (error) {
    if (!isMissing(error)) throw badFileConfiguration(`Permission to write in ${path} denied`, error);
    logger.info(`Directory to write image files does not exist (${path}). Creating.`);
    await mkdir(path, { recursive: true }).catch((failure: unknown) => {
      throw badFileConfiguration(`Unable to create datadir: ${path}`, failure);
    });
  }
}

/** Tries to make a file: access(2) asks with the real user's rights, and knows nothing of a server's. */
async function probe(folder: string): Promise<void> {
  const path = join(folder, partialName('probe'));
  try {
    await (await open(path, 'wx')).close();
    await unlink(path);
  } catch (error) {
    // A full one may have room again.
    if (writeError(error) instanceof StorageFull) return;
    throw badFileConfiguration(`Permission to write in ${folder} denied`, error);
  }
}

async function letPass(path: string, permissions: number, logger: Logger): Promise<void> {
  const others = (permissions & constants.S_IRWXO) > 0 ? constants.S_IXOTH : 0;
  const group = (permissions & constants.S_IRWXG) > 0 ? constants.S_IXGRP : 0;
  try {
    const { mode } = await stat(path);
    if ((mode & (others | group)) !== (others | group)) await chmod(path, (mode & 0o7777) | others | group);
  } catch {
    logger.warning(`Unable to set execution permission of owner-group and/or other-users to datadir: ${path}`);
  }
}

async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}
