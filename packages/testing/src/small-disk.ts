// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/**
 * A folder that takes no more than 1 MiB: a file system of its own or, where this user may not mount one, the limit of
 * this process for any file.
 */
export class SmallDisk {
  readonly path: string;
  readonly #undo: () => void;

  private constructor(path: string, undo: () => void) {
    this.path = path;
    this.#undo = undo;
  }

  /** @param path - of the folder, which is made. */
  static create(path: string): SmallDisk {
    mkdirSync(path, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
      return new SmallDisk(path, () => void execFileSync('umount', ['--lazy', path]));
    } catch {
      limitFiles('1048576');
      return new SmallDisk(path, () => limitFiles('unlimited'));
    }
  }

  /** Makes it an ordinary, empty folder again. */
  remove(): void {
    this.#undo();
  }
}

/** Sets the soft limit; a write beyond it fails with EFBIG, as node ignores SIGXFSZ. */
function limitFiles(bytes: string): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
}
