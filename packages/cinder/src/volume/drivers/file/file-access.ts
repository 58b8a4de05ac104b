// SPDX-License-Identifier: Apache-2.0
import { open, type FileHandle } from 'node:fs/promises';
import type { VolumeReader, VolumeWriter } from '../../../backup/volume-access.js';
import { writeAll } from './sparse-copy.js';

/** A volume's file, to be read. */
export class FileReader implements VolumeReader {
  readonly size: number;
  readonly #file: FileHandle;

  private constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.size = size;
  }

  static async open(path: string): Promise<FileReader> {
    const file = await open(path, 'r');
    return new FileReader(file, (await file.stat()).size);
  }

  async read(offset: number, length: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    const buffer = Buffer.allocUnsafe(wanted);
    let done = 0;
    while (done < wanted) {
      const { bytesRead } = await this.#file.read(buffer, done, wanted - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return buffer.subarray(0, done);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** A volume's file, to be written over. */
export class FileWriter implements VolumeWriter {
  readonly size: number;
  readonly isZeroed: boolean;
  readonly #file: FileHandle;

  private constructor(file: FileHandle, size: number, isZeroed: boolean) {
    this.#file = file;
    this.size = size;
    this.isZeroed = isZeroed;
  }

  static async open(path: string): Promise<FileWriter> {
    const file = await open(path, 'r+');
    const { size, blocks } = await file.stat();
    return new FileWriter(file, size, blocks === 0);
  }

  async write(offset: number, data: Buffer): Promise<void> {
    if (offset < 0 || offset + data.length > this.size)
      throw new RangeError(`Bytes ${offset} to ${offset + data.length} are beyond the volume's end, ${this.size}`);
    await writeAll(this.#file, data, offset);
  }

  async flush(): Promise<void> {
    await this.#file.datasync();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
