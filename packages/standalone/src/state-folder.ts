// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folders that services keep in it, and the services with a database there. */
const CONTENTS = ['secrets', 'images', 'staging', 'tasks', 'volumes', 'backups', 'cinder', 'locks', 'instances'];
const DATABASES = ['keystone', 'glance', 'cinder'];

/** Another process serves out of this folder. */
export class StateFolderBusy extends Error {}

/** The one folder that holds all that a process without an operator's configuration keeps. */
export class StateFolder {
  /** Absolute. */
  readonly path: string;
  readonly #lockFile: string;

  private constructor(path: string) {
    this.path = path;
    this.#lockFile = join(path, 'lock');
  }

  /**
   * Makes the folder where there is none, readable for its owner alone, and takes it for this process.
   * @param reset - empties it first.
   * @throws StateFolderBusy naming who holds it; file system errors.
   */
  static open(path: string, { reset = false } = {}): StateFolder {
    const folder = new StateFolder(resolve(path));
    mkdirSync(folder.path, { recursive: true, mode: 0o700 });
    folder.#lock();
    if (reset) folder.#empty();
    return folder;
  }

  file(...names: readonly string[]): string {
    return join(this.path, ...names);
  }

  /** A folder inside, made where there is none. */
  folder(...names: readonly string[]): string {
    const path = this.file(...names);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  }

  /** A secret that is made once and kept, as 32 hexadecimal digits. */
  secret(name: string): string {
    this.folder('secrets');
    const file = this.file('secrets', name);
    try {
      writeFileSync(file, randomBytes(16).toString('hex'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    return readFileSync(file, 'utf8').trim();
  }

  /** The secret, with this value from now on. */
  setSecret(name: string, value: string): string {
    this.folder('secrets');
    writeFileSync(this.file('secrets', name), value, { mode: 0o600 });
    return value;
  }

  /** Gives the folder free for the next process. */
  release(): void {
    if (holderOf(this.#lockFile) === process.pid) rmSync(this.#lockFile, { force: true });
  }

  #lock(): void {
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        const descriptor = openSync(this.#lockFile, 'wx', 0o600);
        writeFileSync(descriptor, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }));
        closeSync(descriptor);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = holderOf(this.#lockFile);
      if (holder !== undefined)
        throw new StateFolderBusy(
          `${this.path} is in use by process ${holder}: stop it, or give another folder with --state-dir`,
        );
      // Whoever wrote it is gone.
      rmSync(this.#lockFile, { force: true });
    }
    throw new StateFolderBusy(`${this.path} could not be locked: another process is starting there`);
  }

  #empty(): void {
    // By name: where somebody gave a folder that has other things in it, these stay.
    for (const name of CONTENTS) rmSync(this.file(name), { recursive: true, force: true });
    for (const service of DATABASES)
      for (const end of ['', '-wal', '-shm', '-journal']) rmSync(this.file(`${service}.sqlite${end}`), { force: true });
    for (const name of ['clouds.yaml', 'openrc']) rmSync(this.file(name), { force: true });
  }
}

/** The living process that a lock file names; undefined for none, also where the number was given to another since. */
function holderOf(file: string): number | undefined {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; started: string | null };
    return startOf(pid) === started && isAlive(pid) ? pid : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process began, in the kernel's ticks; null where there is no /proc or no such process. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
