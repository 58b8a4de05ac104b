// SPDX-License-Identifier: Apache-2.0
import { addAbortSignal } from 'node:stream';
import type { Logger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { NotFound } from '../errors.js';
import type { ImageData } from '../images/image-data.js';
import type { ImageRepository } from '../images/image-repository.js';
import type { Image } from '../images/image.js';
import type { ImageCache } from './image-cache.js';

export interface PrefetcherDependencies {
  readonly cache: ImageCache;
  readonly images: ImageRepository;
  readonly data: Pick<ImageData, 'open'>;
  readonly logger: Logger;
}

/** Images that are fetched at a time; upstream takes the whole queue at once. */
const AT_A_TIME = 4;

/** Brings images into the cache before anybody downloads them (upstream's image_cache/prefetcher.py). */
export class Prefetcher {
  readonly #dependencies: PrefetcherDependencies;

  constructor(dependencies: PrefetcherDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Caches one image and takes it out of the queue. Never rejects: false where the image could not be cached, which the
   * log explains.
   * @param signal - ends a transfer that is under way.
   */
  async fetch(imageId: string, signal?: AbortSignal): Promise<boolean> {
    const { images, cache, logger } = this.#dependencies;
    try {
      const image = await images.get(new RequestContext({ isAdmin: true, roles: ['admin'] }), imageId);
      if (image.status !== 'active') {
        logger.warning(`Image '${imageId}' is not active. Not caching.`);
        return false;
      }
      if (await this.#store(image, signal)) return true;
      // It is cached, or another process is at it and will take it out of the queue.
      if (await cache.isCached(imageId)) await cache.dequeue(imageId);
      return true;
    } catch (error) {
      if (error instanceof NotFound) logger.warning(`Image '${imageId}' not found`);
      else logger.error(`Failed to cache image '${imageId}'`, error);
      return false;
    }
  }

  /** False where it is cached or being cached already. */
  async #store(image: Image, signal: AbortSignal | undefined): Promise<boolean> {
    const { cache, data, logger } = this.#dependencies;
    const fill = await cache.claim(image.id);
    if (fill === undefined) return false;
    logger.debug(`Caching image '${image.id}'`);
    const { size, checksum } = image.fields;
    const source = await data.open(image).catch(async (error: unknown) => {
      await fill.giveUp();
      throw error;
    });
    if (signal !== undefined) addAbortSignal(signal, source);
    try {
      await fill.from(source, { size: size ?? undefined, checksum: checksum ?? undefined });
      return true;
    } finally {
      source.destroy();
    }
  }

  /** Caches all images of the queue. Whether all are cached now; those that are not stay in the queue. */
  async run(signal?: AbortSignal): Promise<boolean> {
    const { cache, logger } = this.#dependencies;
    const waiting = await cache.queuedImages();
    const total = waiting.length;
    if (total === 0) {
      logger.debug('Nothing to prefetch.');
      return true;
    }
    logger.debug(`Found ${total} images to prefetch`);
    let cached = 0;
    const takeOneByOne = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined && signal?.aborted !== true; id = waiting.shift())
        if (await this.fetch(id, signal)) cached++;
    };
    await Promise.all(Array.from({ length: Math.min(AT_A_TIME, total) }, takeOneByOne));
    if (cached < total) {
      logger.warning('Failed to successfully cache all images in queue.');
      return false;
    }
    logger.info(`Successfully cached all ${total} images`);
    return true;
  }
}
