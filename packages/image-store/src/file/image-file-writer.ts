// SPDX-License-Identifier: Apache-2.0
import { type FileHandle, link, lstat, open, rename, unlink } from 'node:fs/promises';
import { dirname, basename, join } from 'node:path';
import { constants } from 'node:os';
import type { Logger } from '@stackport/config';
import { Duplicate } from '../errors.js';
import { partialName } from './partial-files.js';
import { isMissing, isThere, textOf, writeError } from './system-error.js';

export interface WriterOptions {
  /** Bytes that are looked at together for zeros; undefined writes everything. */
  readonly holeSize: number | undefined;
  /** Mode of the finished file; 0 leaves what the umask gives. */
  readonly permissions: number;
  readonly logger: Logger;
}

/**
 * Writes one image file under another name and gives it its own when it is complete, so that a file with an image's
 * name always holds the whole image. Upstream writes in place.
 */
export class ImageFileWriter {
  readonly #path: string;
  readonly #partial: string;
  readonly #handle: FileHandle;
  readonly #options: WriterOptions;
  readonly #zeros: Buffer;

  private constructor(path: string, partial: string, handle: FileHandle, options: WriterOptions) {
    this.#path = path;
    this.#partial = partial;
    this.#handle = handle;
    this.#options = options;
    this.#zeros = Buffer.alloc(options.holeSize ?? 0);
  }

  /** @throws Duplicate when the file is there already; StorageFull, StorageWriteDenied. */
  static async create(path: string, options: WriterOptions): Promise<ImageFileWriter> {
    if (await exists(path).catch(rethrow)) throw new Duplicate({ image: path });
    const partial = join(dirname(path), partialName(basename(path)));
    const handle = await open(partial, 'wx', 0o666).catch(rethrow);
    return new ImageFileWriter(path, partial, handle, options);
  }

  /** @throws StorageFull, StorageWriteDenied, or what the operating system says. */
  async write(bytes: Uint8Array, position: number): Promise<void> {
    const { holeSize } = this.#options;
    if (holeSize === undefined) return this.#writeAll(bytes, position);
    let begin = 0;
    for (let at = 0; at < bytes.length; at += holeSize) {
      const end = Math.min(at + holeSize, bytes.length);
      if (this.#zeros.compare(bytes, at, end, 0, end - at) !== 0) continue;
      await this.#writeAll(bytes.subarray(begin, at), position + begin);
      begin = end;
    }
    await this.#writeAll(bytes.subarray(begin), position + begin);
  }

  /**
   * The image is complete: gives the file its name.
   * @throws Duplicate when another upload was faster.
   */
  async publish(size: number): Promise<void> {
    const { holeSize, permissions, logger } = this.#options;
    if (holeSize !== undefined) await this.#handle.truncate(size).catch(rethrow);
    if (permissions > 0)
      await this.#handle
        .chmod(permissions)
        .catch(() => logger.warning(`Unable to set permission to image: ${this.#path}`));
    // Some file systems tell of a full disk only here.
    await this.#handle.close().catch(rethrow);
    await this.#name().catch(rethrow);
  }

  /** Removes what was written. Never rejects. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await unlink(this.#partial).catch((error: unknown) => {
      if (!isMissing(error))
        this.#options.logger.error(
          `Unable to remove partial image data for image ${basename(this.#path)}: ${textOf(error)}`,
        );
    });
  }

  async #writeAll(bytes: Uint8Array, position: number): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await this.#handle
        .write(bytes, written, bytes.length - written, position + written)
        .catch(rethrow);
      written += bytesWritten;
    }
  }

  /** A hard link fails when the name is taken, which rename does not; some file systems have no hard links. */
  async #name(): Promise<void> {
    try {
      await link(this.#partial, this.#path);
      await unlink(this.#partial);
    } catch (error) {
      if (isThere(error)) throw new Duplicate({ image: this.#path }, { cause: error });
      if (!hasNoLinks(error)) throw error;
      if (await exists(this.#path)) throw new Duplicate({ image: this.#path });
      await rename(this.#partial, this.#path);
    }
  }
}

function rethrow(error: unknown): never {
  throw writeError(error);
}

function hasNoLinks(error: unknown): boolean {
  const { EPERM, EOPNOTSUPP, ENOSYS, EMLINK } = constants.errno;
  const numbers = [EPERM, EOPNOTSUPP, ENOSYS, EMLINK];
  return (
    error instanceof Error &&
    'errno' in error &&
    typeof error.errno === 'number' &&
    numbers.includes(Math.abs(error.errno))
  );
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
