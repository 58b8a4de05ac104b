// SPDX-License-Identifier: Apache-2.0
import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, lstat, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { VolumeBackendAPIException } from '../../../errors/volume-driver.js';

/** A file of the folder. */
export interface StoredFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/;
const PARTIAL = '.partial-';

/**
 * The folder of a back end. A file is made under a name of its own and renamed when all of it is on the disk, so that
 * what has its name is whole; what a killed service left is known by the back end's mark and removed at the next start.
 */
export class VolumeFolder {
  readonly path: string;
  readonly #mark: string;

  /** @param backend - `host@backend`: several may share the folder */
  constructor(path: string, backend: string) {
    this.path = path;
    this.#mark = `${PARTIAL}${createHash('sha256').update(backend).digest('hex').slice(0, 12)}-`;
  }

  /** Throws `VolumeBackendAPIException` for a name that is no plain file's name: nothing else becomes a path. */
  pathOf(name: string): string {
    if (!isPlainName(name)) throw new VolumeBackendAPIException(`${JSON.stringify(name)} is not a name of a file`);
    return join(this.path, name);
  }

  /** Makes the folder where it is not there. Rejects where it cannot be written. */
  async prepare(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o750 });
    await access(this.path, constants.R_OK | constants.W_OK | constants.X_OK);
  }

  /** Removes what this back end left half made; how many files. */
  async removePartial(): Promise<number> {
    const names = (await readdir(this.path)).filter((name) => name.startsWith(this.#mark));
    for (const name of names) await rm(join(this.path, name), { force: true });
    return names.length;
  }

  /** Bytes of a file; undefined where there is none, or where it is no file (a link is none). */
  async sizeOf(name: string): Promise<number | undefined> {
    try {
      const found = await lstat(this.pathOf(name));
      return found.isFile() ? found.size : undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /**
   * Makes a file, all of it or nothing.
   * @param write - makes the file of that path
   * @param replace - whether one of that name may be there
   */
  async create(name: string, write: (path: string) => Promise<void>, { replace = false } = {}): Promise<void> {
    const path = this.pathOf(name);
    if (!replace && (await this.sizeOf(name)) !== undefined)
      throw new VolumeBackendAPIException(`File ${name} already exists`);
    const partial = join(this.path, `${this.#mark}${randomUUID()}`);
    try {
      await write(partial);
      await syncFile(partial);
      await rename(partial, path);
      await this.sync();
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  async rename(from: string, to: string): Promise<void> {
    if ((await this.sizeOf(to)) !== undefined) throw new VolumeBackendAPIException(`File ${to} already exists`);
    await rename(this.pathOf(from), this.pathOf(to));
    await this.sync();
  }

  async remove(name: string): Promise<void> {
    await rm(this.pathOf(name), { force: true });
    await this.sync();
  }

  /** Files that are whole. */
  async list(): Promise<StoredFile[]> {
    const entries = await readdir(this.path, { withFileTypes: true });
    const files: StoredFile[] = [];
    for (const entry of entries) {
      if (!entry.isFile() || !isPlainName(entry.name)) continue;
      const found = await stat(join(this.path, entry.name)).catch(() => undefined);
      if (found !== undefined) files.push({ name: entry.name, size: found.size });
    }
    return files;
  }

  /** Has renames and removals on the disk. */
  async sync(): Promise<void> {
    await syncFile(this.path);
  }
}

/** Whether it can name a file of the folder: no path, not hidden. */
export function isPlainName(name: unknown): name is string {
  return typeof name === 'string' && NAME.test(name);
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
