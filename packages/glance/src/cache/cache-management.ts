// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { Forbidden, Invalid, NotFound } from '../errors.js';
import { ImageAccess, requireRule } from '../images/image-access.js';
import type { ImageRepository } from '../images/image-repository.js';
import type { Image } from '../images/image.js';
import { isImageId } from './cache-folder.js';
import type { CacheRecord } from './cache-records.js';
import type { ImageCache } from './image-cache.js';
import type { PrefetchWorker } from './prefetch-worker.js';

/** The cache and what fills it. */
export interface Caching {
  readonly cache: ImageCache;
  readonly worker: PrefetchWorker;
}

export interface CacheManagementDependencies {
  /** Undefined where `image_cache_dir` is not set: everything that is asked for then does not exist. */
  readonly caching: Caching | undefined;
  readonly images: ImageRepository;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

/**
 * What operators do to the cache (upstream's api/v2/cached_images.py). The methods of `/v2/cache` have a rule each; the
 * others, which only the cachemanage filter calls, have `manage_image_cache`. All throw `Forbidden`, and `NotFound`
 * where there is no cache.
 */
export class CacheManagement {
  readonly #dependencies: CacheManagementDependencies;

  constructor(dependencies: CacheManagementDependencies) {
    this.#dependencies = dependencies;
  }

  /** What is cached and what is queued. */
  async state(context: RequestContext): Promise<{ readonly cached: CacheRecord[]; readonly queued: string[] }> {
    const { cache } = this.#allowed(context, 'cache_list');
    return { cached: await cache.cachedImages(), queued: await cache.queuedImages() };
  }

  /** Queues an active image and begins to cache it. Throws `NotFound`, and `Invalid` for an image without data. */
  async cacheImage(context: RequestContext, imageId: string): Promise<void> {
    const image = await this.#image(context, imageId);
    if (image === undefined) throw this.#missing(imageId);
    const { cache, worker } = this.#allowed(context, 'cache_image', image);
    if (image.status !== 'active') throw new Invalid('Only images with status active can be targeted for queueing');
    await cache.queue(image.id);
    worker.submit(image.id);
  }

  /** Drops an image from the cache and the queue. Throws `NotFound` for one that is nowhere. */
  async deleteEntry(context: RequestContext, imageId: string): Promise<void> {
    const image = await this.#image(context, imageId);
    const cached = this.#dependencies.caching?.cache;
    if (image === undefined && (cached === undefined || !(await isKnown(cached, imageId))))
      throw this.#missing(imageId);
    const { cache } = this.#allowed(context, 'cache_delete', image);
    await cache.delete(imageId);
    await cache.dequeue(imageId);
  }

  /**
   * Drops everything.
   * @param target - `cache` or `queue`; both where it is empty. Throws `Invalid` for anything else.
   */
  async clear(context: RequestContext, target: string): Promise<void> {
    const { cache } = this.#allowed(context, 'cache_delete');
    if (!['', 'cache', 'queue'].includes(target))
      throw new Invalid("If provided 'x-image-cache-clear-target' must be 'cache', 'queue' or empty string.");
    if (target !== 'queue') await cache.deleteAll();
    if (target !== 'cache') await cache.clearQueue();
  }

  async cachedImages(context: RequestContext): Promise<CacheRecord[]> {
    return this.#managed(context).cachedImages();
  }

  async queuedImages(context: RequestContext): Promise<string[]> {
    return this.#managed(context).queuedImages();
  }

  /** One that is not cached is no error. */
  async deleteCachedImage(context: RequestContext, imageId: string): Promise<void> {
    await this.#managed(context).delete(imageId);
  }

  /** How many they were. */
  async deleteCachedImages(context: RequestContext): Promise<number> {
    return this.#managed(context).deleteAll();
  }

  /** Queues an image for the prefetcher, which looks whether there is one. Throws `NotFound` for what can be no image. */
  async queueImage(context: RequestContext, imageId: string): Promise<void> {
    const cache = this.#managed(context);
    if (!isImageId(imageId)) throw this.#missing(imageId);
    await cache.queue(imageId);
  }

  /** One that is not queued is no error. */
  async deleteQueuedImage(context: RequestContext, imageId: string): Promise<void> {
    await this.#managed(context).dequeue(imageId);
  }

  /** How many they were. */
  async deleteQueuedImages(context: RequestContext): Promise<number> {
    return this.#managed(context).clearQueue();
  }

  /** Stops what is being cached in the background. */
  async close(): Promise<void> {
    await this.#dependencies.caching?.worker.close();
  }

  #managed(context: RequestContext): ImageCache {
    return this.#allowed(context, 'manage_image_cache').cache;
  }

  #allowed(context: RequestContext, rule: string, image?: Image): Caching {
    const { enforcer, caching } = this.#dependencies;
    if (image === undefined) requireRule(enforcer, context, rule, {});
    else if (!new ImageAccess(enforcer, context, image).allows(rule))
      throw new Forbidden(`You are not authorized to complete ${rule} action.`);
    if (caching === undefined) throw new NotFound('Caching via API is not supported at this site.');
    return caching;
  }

  async #image(context: RequestContext, imageId: string): Promise<Image | undefined> {
    try {
      return await this.#dependencies.images.get(context, imageId);
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  }

  #missing(imageId: string): NotFound {
    const message = `Image ${imageId} not found.`;
    this.#dependencies.logger.warning(message);
    return new NotFound(message);
  }
}

async function isKnown(cache: ImageCache, imageId: string): Promise<boolean> {
  if (await cache.isQueued(imageId)) return true;
  return (await cache.cachedImages()).some((image) => image.imageId === imageId);
}
