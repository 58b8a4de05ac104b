// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { BackupDriverException, InvalidBackup } from '../../errors/backups.js';
import type { ObjectStore } from './object-store.js';

const FOLDER_MODE = 0o770;
const FILE_MODE = 0o660;

/**
 * Objects as files: a container is a folder below the root. A file is written beside its name and renamed when it is
 * whole and on the disk. No container and no name, wherever it comes from, leads out of the root.
 */
export class PosixStore implements ObjectStore {
  readonly #root: string;

  /** @param root - absolute path; made where it is not there */
  constructor(root: string) {
    this.#root = root;
  }

  async putContainer(container: string): Promise<void> {
    const folder = this.#folder(container);
    if ((await mkdir(folder, { recursive: true })) !== undefined) await chmod(folder, FOLDER_MODE);
  }

  async list(container: string, prefix: string): Promise<string[]> {
    const folder = this.#folder(container);
    const names = await readdir(folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    return names.filter((name) => name.startsWith(prefix));
  }

  async write(container: string, name: string, data: AsyncIterable<Uint8Array>): Promise<number> {
    const path = this.#file(container, name);
    const temporary = this.#file(container, `.${randomUUID()}.part`);
    const file = await open(temporary, 'wx', FILE_MODE);
    try {
      await file.chmod(FILE_MODE);
      let written = 0;
      for await (const piece of data) {
        await file.writeFile(piece);
        written += piece.length;
      }
      await file.sync();
      await file.close();
      await rename(temporary, path);
      return written;
    } catch (error) {
      await file.close().catch(() => undefined);
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async read(container: string, name: string): Promise<AsyncIterable<Uint8Array>> {
    const path = this.#file(container, name);
    await access(path, constants.R_OK).catch((error: unknown) => {
      throw new BackupDriverException(`object ${name} cannot be read`, { cause: error });
    });
    return createReadStream(path, { highWaterMark: 1 << 20 });
  }

  async delete(container: string, name: string): Promise<void> {
    await rm(this.#file(container, name), { force: true });
  }

  async check(): Promise<void> {
    await mkdir(this.#root, { recursive: true, mode: FOLDER_MODE });
    await access(this.#root, constants.R_OK | constants.W_OK | constants.X_OK);
    if (!(await stat(this.#root)).isDirectory()) throw new BackupDriverException(`${this.#root} is no folder`);
  }

  async close(): Promise<void> {
    // No file is open between calls.
  }

  #folder(container: string): string {
    const parts = container.split('/');
    if (isAbsolute(container) || container.includes('\0') || parts.includes('..'))
      throw new InvalidBackup('The name of its container leads out of the folder of backups.');
    return join(this.#root, container);
  }

  #file(container: string, name: string): string {
    if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name))
      throw new InvalidBackup('The name of an object of it leads out of its container.');
    return join(this.#folder(container), name);
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'ENOENT' || code === 'ENOTDIR';
}
