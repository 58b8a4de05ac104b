// SPDX-License-Identifier: Apache-2.0
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Logger } from '@stackport/config';
import type { Upload } from '@stackport/image-store';
import { GlanceError } from '../errors.js';
import type { CacheFolder } from './cache-folder.js';
import type { CacheRecords } from './cache-records.js';

/** What came is not what the image's checksum says. */
export class CorruptCacheData extends GlanceError {
  constructor(imageId: string) {
    super(`Checksum verification failed. Aborted caching of image '${imageId}'.`);
  }
}

/** What a filled entry must be. */
export interface ExpectedData {
  /** Bytes; undefined where nobody knows. */
  readonly size: number | undefined;
  /** md5, hexadecimal; undefined where the image has none. */
  readonly checksum: string | undefined;
}

export interface CacheFillInit {
  readonly imageId: string;
  /** The entry's file below `incomplete`, which this fill alone has. */
  readonly handle: FileHandle;
  readonly folder: CacheFolder;
  readonly records: CacheRecords;
  readonly upload: Upload;
  readonly logger: Logger;
}

/** One image on its way into the cache. Whoever got it must call `from` or `giveUp`, once. */
export class CacheFill {
  readonly imageId: string;
  readonly #init: CacheFillInit;

  constructor(init: CacheFillInit) {
    this.imageId = init.imageId;
    this.#init = init;
  }

  /**
   * Reads data to its end into the cache; hashing and writing go on beside each other and slow the reader down where
   * they must. When it rejects, nothing is in the cache, and `data` is not destroyed.
   * @throws CorruptCacheData; SizeMismatch; what `data` and the file system fail with.
   */
  async from(data: Readable, expected: ExpectedData): Promise<void> {
    const { imageId, handle, upload } = this.#init;
    try {
      const { size, checksum } = await upload.run(data, expected.size, { hashAlgorithm: 'md5' }, (bytes, position) =>
        writeAll(handle, bytes, position),
      );
      // Some file systems tell of a full disk only here.
      await handle.close();
      if (expected.checksum !== undefined && checksum !== expected.checksum) throw new CorruptCacheData(imageId);
      await this.#commit(size, checksum);
    } catch (error) {
      await this.#rollback(error);
      throw error;
    }
  }

  /** Leaves the entry unfilled. */
  async giveUp(): Promise<void> {
    await this.#rollback(new Error('incomplete fetch'));
  }

  /** The record comes first: a file that no record names would never be listed. */
  async #commit(size: number, checksum: string): Promise<void> {
    const { imageId, folder, records, logger } = this.#init;
    logger.debug(
      `Fetch finished, moving '${folder.path('incomplete', imageId)}' to '${folder.path('images', imageId)}'`,
    );
    await records.add(imageId, size, checksum);
    try {
      await folder.move(imageId, 'incomplete', 'images');
    } catch (error) {
      await records.remove(imageId);
      throw error;
    }
    await folder.remove('queue', imageId).catch((error: unknown) => {
      logger.warning(`Failed to take image ${imageId} from the cache's queue: ${String(error)}`);
    });
  }

  /**
   * Upstream moves everything to `invalid`. Only data that came whole and is wrong is worth looking at there: the rest
   * of a torn download would fill a disk, which may be why it was torn.
   */
  async #rollback(reason: unknown): Promise<void> {
    const { imageId, handle, folder, logger } = this.#init;
    const incomplete = folder.path('incomplete', imageId);
    await handle.close().catch(() => undefined);
    try {
      if (reason instanceof CorruptCacheData) {
        const invalid = folder.path('invalid', imageId);
        logger.warning(
          `Fetch of cache file failed (${reason.message}), rolling back by moving '${incomplete}' to '${invalid}'`,
        );
        await folder.move(imageId, 'incomplete', 'invalid');
      } else {
        logger.warning(`Fetch of cache file failed (${String(reason)}), rolling back by removing '${incomplete}'`);
        await folder.remove('incomplete', imageId);
      }
    } catch (error) {
      logger.error(`Failed to roll back the caching of image '${imageId}'`, error);
    }
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
