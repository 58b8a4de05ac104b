// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Configuration, Logger } from '@stackport/config';
import { HashPool, Upload } from '@stackport/image-store';
import { imageCacheOptions } from '../options.js';
import { CacheFill } from './cache-fill.js';
import { CacheFolder, isImageId } from './cache-folder.js';
import { CacheRecords, type CacheRecord } from './cache-records.js';

/** The cache cannot be used as it is configured. */
export class BadCacheConfiguration extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Driver sqlite could not be configured correctly. Reason: ${reason}`, options);
  }
}

/** A whole image in the cache. Read `data`, or destroy it. */
export interface CachedData {
  /** Bytes. */
  readonly size: number;
  /** md5, hexadecimal; undefined where it is not known. */
  readonly checksum: string | undefined;
  /** Counts as a hit when it is read to its end. */
  readonly data: Readable;
}

interface CacheParts {
  readonly folder: CacheFolder;
  readonly records: CacheRecords;
  /** Bytes that `prune` leaves at most. */
  readonly maxSize: number;
  /** Seconds after which an image that did not come is given up. */
  readonly stallTime: number;
  readonly logger: Logger;
}

const READ_SIZE = 256 * 1024;

/**
 * Images kept on this machine's disk, the least recently used thrown out first (upstream's image_cache with its sqlite
 * driver). Processes may share a folder. Ids that are no UUIDs are never in it.
 */
export class ImageCache {
  readonly #parts: CacheParts;
  readonly #hashes = new HashPool(2);
  readonly #upload = new Upload(this.#hashes);
  readonly #underWay = new Set<Promise<void>>();

  private constructor(parts: CacheParts) {
    this.#parts = parts;
  }

  /** The cache in `image_cache_dir`; undefined where none is configured. @throws BadCacheConfiguration */
  static async open(configuration: Configuration, logger: Logger): Promise<ImageCache | undefined> {
    const options = configuration.get(imageCacheOptions);
    const { image_cache_dir: base, image_cache_sqlite_db: database, image_cache_driver: driver } = options;
    if (!base) return undefined;
    if (driver === 'xattr') {
      logger.warning("Image cache driver 'xattr' failed to load. Got error: 'extended attributes are not supported'.");
      logger.info('Defaulting to SQLite driver.');
    }
    const folder = new CacheFolder(base);
    try {
      await folder.prepare();
      const records = await CacheRecords.open(join(base, database));
      logger.info("Image cache loaded driver 'sqlite'.");
      const [maxSize, stallTime] = [options.image_cache_max_size, options.image_cache_stall_time];
      return new ImageCache({ folder, records, maxSize, stallTime, logger });
    } catch (error) {
      const reason = `Failed to initialize the image cache database. Got error: ${(error as Error).message}`;
      logger.error(reason);
      throw new BadCacheConfiguration(reason, { cause: error });
    }
  }

  async isCached(imageId: string): Promise<boolean> {
    return isImageId(imageId) && this.#parts.folder.has('images', imageId);
  }

  async isBeingCached(imageId: string): Promise<boolean> {
    return isImageId(imageId) && this.#parts.folder.has('incomplete', imageId);
  }

  async isQueued(imageId: string): Promise<boolean> {
    return isImageId(imageId) && this.#parts.folder.has('queue', imageId);
  }

  /** By image id. */
  async cachedImages(): Promise<CacheRecord[]> {
    this.#parts.logger.debug('Gathering cached image entries.');
    return this.#parts.records.list();
  }

  /** Ids, the one that waits longest first. */
  async queuedImages(): Promise<string[]> {
    return (await this.#parts.folder.list('queue')).map(({ imageId }) => imageId);
  }

  /** Bytes of all whole images. */
  async size(): Promise<number> {
    return (await this.#parts.folder.list('images')).reduce((sum, { size }) => sum + size, 0);
  }

  /** Opens a cached image; undefined where it is not in the cache. Rejects with the file system's errors. */
  async read(imageId: string): Promise<CachedData | undefined> {
    if (!isImageId(imageId)) return undefined;
    const { folder, records } = this.#parts;
    const handle = await folder.openToRead('images', imageId);
    if (handle === undefined) return undefined;
    try {
      const { size } = await handle.stat();
      const record = await records.get(imageId);
      const data = handle.createReadStream({ highWaterMark: READ_SIZE });
      data.once('end', () => this.#countHit(imageId));
      return { size, checksum: record?.checksum ?? undefined, data };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  #countHit(imageId: string): void {
    const { records, logger } = this.#parts;
    const counting = records
      .hit(imageId)
      .catch((error: unknown) => logger.error(`Error executing SQLite call. Got error: ${String(error)}`))
      .finally(() => this.#underWay.delete(counting));
    this.#underWay.add(counting);
  }

  /**
   * Takes it upon the caller to fill the cache with an image: of all that ask, in all processes, one gets it, and
   * nobody where the image is cached already. Rejects with the file system's errors.
   */
  async claim(imageId: string): Promise<CacheFill | undefined> {
    if (!isImageId(imageId) || (await this.isCached(imageId))) return undefined;
    const { folder, records, logger } = this.#parts;
    const handle = await folder.create('incomplete', imageId);
    if (handle === undefined) return undefined;
    // Another one may have come to its end between the two looks.
    if (await this.isCached(imageId)) {
      await handle.close();
      await folder.remove('incomplete', imageId);
      return undefined;
    }
    return new CacheFill({ imageId, handle, folder, records, upload: this.#upload, logger });
  }

  /** Wants an image to be cached later. False where there is nothing to do for it. */
  async queue(imageId: string): Promise<boolean> {
    if (!isImageId(imageId)) return false;
    const { folder, logger } = this.#parts;
    let reason: string | undefined;
    if (await this.isCached(imageId)) reason = 'Already cached.';
    else if (await this.isBeingCached(imageId)) reason = 'Already being written to cache';
    else if (await this.isQueued(imageId)) reason = 'Already queued.';
    if (reason !== undefined) {
      logger.info(`Not queueing image '${imageId}'. ${reason}`);
      return false;
    }
    await folder.mark('queue', imageId);
    return true;
  }

  /** Takes an image out of the queue; one that is not in it is no error. */
  async dequeue(imageId: string): Promise<void> {
    if (isImageId(imageId)) await this.#parts.folder.remove('queue', imageId);
  }

  /** Takes all images out of the queue, and answers how many they were. */
  async clearQueue(): Promise<number> {
    return this.#removeAll('queue');
  }

  /** Drops an image; one that is not cached is no error. Downloads of it that are under way go on. */
  async delete(imageId: string): Promise<void> {
    if (!isImageId(imageId)) return;
    const { folder, records, logger } = this.#parts;
    logger.debug(`Deleting image cache file '${folder.path('images', imageId)}'`);
    await folder.remove('images', imageId);
    await records.remove(imageId);
  }

  /** Drops all images, and answers how many they were. */
  async deleteAll(): Promise<number> {
    const deleted = await this.#removeAll('images');
    await this.#parts.records.clear();
    return deleted;
  }

  async #removeAll(place: 'images' | 'queue'): Promise<number> {
    let removed = 0;
    for (const { imageId } of await this.#parts.folder.list(place))
      if (await this.#parts.folder.remove(place, imageId)) removed++;
    return removed;
  }

  /** Drops the least recently used images until no more than `image_cache_max_size` bytes are left. */
  async prune(): Promise<{ readonly files: number; readonly bytes: number }> {
    const { folder, records, maxSize, logger } = this.#parts;
    const used = new Map((await records.list()).map((record) => [record.imageId, record.lastAccessed]));
    // A file without a record, from a database that was lost, is as old as it says itself.
    const images = (await folder.list('images'))
      .map((file) => ({ ...file, lastUsed: used.get(file.imageId) ?? file.modified }))
      .sort((a, b) => a.lastUsed - b.lastUsed);
    const pruned = { files: 0, bytes: 0 };
    const overage = images.reduce((sum, { size }) => sum + size, 0) - maxSize;
    if (overage < 0) {
      logger.debug('Image cache has free space, skipping prune...');
      return pruned;
    }
    logger.debug(`Image cache currently ${overage} bytes over max size. Starting prune to max size of ${maxSize} `);
    for (const { imageId, size } of images) {
      if (pruned.bytes >= overage) break;
      logger.debug(`Pruning '${imageId}' to free ${size} bytes`);
      await this.delete(imageId);
      pruned.files++;
      pruned.bytes += size;
    }
    logger.debug(`Pruning finished pruning. Pruned ${pruned.files} and ${pruned.bytes}.`);
    return pruned;
  }

  /**
   * Removes what is invalid, and what began to come and had no byte written for too long.
   * @param stallTime - seconds; `image_cache_stall_time` by default.
   */
  async clean(stallTime = this.#parts.stallTime): Promise<void> {
    const { folder, logger } = this.#parts;
    for (const { imageId, path } of await folder.list('invalid')) {
      await folder.remove('invalid', imageId);
      logger.info(`Removed invalid cache file ${path}`);
    }
    const before = Date.now() / 1000 - stallTime;
    for (const { imageId, path, modified } of await folder.list('incomplete')) {
      if (modified >= before) continue;
      try {
        await folder.remove('incomplete', imageId);
        logger.info(`Removed stalled cache file ${path}`);
      } catch (error) {
        logger.warning(`Failed to delete file ${path}. Got error: ${String(error)}`);
      }
    }
  }

  /** Ends its threads and closes its database; images that are on their way are not cached. */
  async close(): Promise<void> {
    await Promise.all(this.#underWay);
    await this.#hashes.close();
    this.#parts.records.close();
  }
}
