// SPDX-License-Identifier: Apache-2.0
import { open, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';

/** Bytes that are kept and answered at most. */
export const CONSOLE_BYTES = 1024 * 1024;
/** Bytes from which a log is cut: a guest can write as fast as it likes. */
const CUT_FROM = 4 * CONSOLE_BYTES;

/**
 * What a guest wrote to its serial console. QEMU appends, so the file can be emptied below it; what was the end of it is in
 * a second file then.
 */
export class ConsoleLog {
  readonly #path: string;
  readonly #earlier: string;

  constructor(path: string) {
    this.#path = path;
    this.#earlier = `${path}.0`;
  }

  /** The last MiB. */
  async read(): Promise<Buffer> {
    const now = await tail(this.#path, CONSOLE_BYTES);
    if (now.length === CONSOLE_BYTES) return now;
    return Buffer.concat([await tail(this.#earlier, CONSOLE_BYTES - now.length), now]);
  }

  /** Empties it: another start begins. */
  async clear(): Promise<void> {
    await Promise.all([rm(this.#path, { force: true }), rm(this.#earlier, { force: true })]);
  }

  /** Cuts off all but the last MiB of a log that has grown long. */
  async trim(): Promise<void> {
    const found = await stat(this.#path).catch(() => undefined);
    if (found === undefined || found.size <= CUT_FROM) return;
    await writeFile(`${this.#earlier}.partial`, await tail(this.#path, CONSOLE_BYTES));
    await rename(`${this.#earlier}.partial`, this.#earlier);
    await truncate(this.#path, 0);
  }
}

/** The last bytes of a file; none of one that is not there. */
async function tail(path: string, bytes: number): Promise<Buffer> {
  let file;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
  try {
    const { size } = await file.stat();
    const length = Math.min(size, bytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
