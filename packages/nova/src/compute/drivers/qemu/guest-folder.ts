// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONSOLE_LOG, PID_FILE, QMP_SOCKET } from './command-line.js';
import type { GuestDefinition } from './guest-definition.js';

const DEFINITION = 'guest.json';

/** The folder of one guest below `instances_path`: its disks and all that is known of it. */
export class GuestFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  file(name: string): string {
    return join(this.path, name);
  }

  get consoleLog(): string {
    return this.file(CONSOLE_LOG);
  }

  get qmpSocket(): string {
    return this.file(QMP_SOCKET);
  }

  get pidFile(): string {
    return this.file(PID_FILE);
  }

  /** The memory of a guest that is suspended. */
  get savedMemory(): string {
    return this.file('memory');
  }

  async exists(name = '.'): Promise<boolean> {
    try {
      await access(this.file(name));
      return true;
    } catch {
      return false;
    }
  }

  async make(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o750 });
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  async removeFiles(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => rm(this.file(name), { force: true })));
  }

  /** Undefined where there is none, or none that can be read. */
  async readDefinition(): Promise<GuestDefinition | undefined> {
    try {
      return JSON.parse(await readFile(this.file(DEFINITION), 'utf8')) as GuestDefinition;
    } catch (error) {
      if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** In one step: whoever reads it, reads all of it. */
  async writeDefinition(definition: GuestDefinition): Promise<void> {
    const partial = this.file(`.${DEFINITION}-${randomUUID()}`);
    await writeFile(partial, JSON.stringify(definition, null, 2), { mode: 0o600 });
    await rename(partial, this.file(DEFINITION));
  }
}
