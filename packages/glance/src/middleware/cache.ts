// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { requestContext } from '@stackport/api';
import type { Logger } from '@stackport/config';
import {
  Middleware,
  Response,
  type Application,
  type FilterFactory,
  type HttpError,
  type Request,
} from '@stackport/wsgi';
import { isImageId } from '../cache/cache-folder.js';
import { cachingStream } from '../cache/caching-stream.js';
import type { CachedData, ImageCache } from '../cache/image-cache.js';
import type { ImageData } from '../images/image-data.js';
import type { Image } from '../images/image.js';

export interface CacheFilterOptions {
  readonly cache: ImageCache;
  readonly data: Pick<ImageData, 'readable'>;
  /** The answer to an error of the domain. */
  readonly fault: (error: unknown) => HttpError;
  readonly logger: Logger;
}

/** Under which a request remembers that its answer is about an image's file. */
const IMAGE_ID = 'api.cache.image_id';

/**
 * Serves image files from the local cache, puts those into it that are downloaded, and drops those of deleted images
 * (upstream's CacheFilter). Parts of files pass by: they are not served from the cache and do not fill it. Trouble with
 * the cache is logged and never fails a request.
 */
export class CacheFilter extends Middleware {
  readonly #options: CacheFilterOptions;

  constructor(application: Application, options: CacheFilterOptions) {
    super(application);
    this.#options = options;
  }

  override async processRequest(request: Request): Promise<Response | undefined> {
    const imageId = imageIdOf(request);
    if (imageId === undefined) return undefined;
    request.environ[IMAGE_ID] = imageId;
    if (request.method !== 'GET' || request.headers.has('range') || request.headers.has('content-range'))
      return undefined;
    const cached = await this.#harmless(() => this.#options.cache.read(imageId));
    if (cached === undefined) return undefined;
    let served = false;
    try {
      const image = await this.#readable(request, imageId);
      served = image.status === 'active' && (await this.#isCurrent(image, cached));
      if (!served) return undefined;
      this.#options.logger.debug(`Cache hit for image '${imageId}'`);
      return answer(image, cached);
    } finally {
      if (!served) cached.data.destroy();
    }
  }

  override async processResponse(response: Response): Promise<Response> {
    const { request, status } = response;
    const imageId = request?.environ[IMAGE_ID];
    if (typeof imageId !== 'string' || status < 200 || status > 299) return response;
    if (request?.method === 'DELETE') await this.#drop(imageId);
    // 206 is a part, and 204 an image without data.
    else if (status === 200 && response.body instanceof Readable) await this.#fill(imageId, response, response.body);
    return response;
  }

  /** The image, if the caller may have its data: the checks are those of a download without a cache. */
  async #readable(request: Request, imageId: string): Promise<Image> {
    try {
      return await this.#options.data.readable(requestContext(request), imageId);
    } catch (error) {
      throw this.#options.fault(error);
    }
  }

  /** Whether the cache has what the image is now; drops it otherwise. The data of an image may have been replaced. */
  async #isCurrent(image: Image, cached: CachedData): Promise<boolean> {
    const { size, checksum } = image.fields;
    const current =
      (size === null || size === cached.size) &&
      (checksum === null || cached.checksum === undefined || checksum === cached.checksum);
    if (!current) {
      this.#options.logger.warning(`The cache's data of image ${image.id} is not the image's; dropping it`);
      await this.#drop(image.id);
    }
    return current;
  }

  async #drop(imageId: string): Promise<void> {
    const { cache, logger } = this.#options;
    logger.debug(`Removing image ${imageId} from cache`);
    await this.#harmless(async () => {
      await cache.delete(imageId);
      await cache.dequeue(imageId);
    });
  }

  async #fill(imageId: string, response: Response, body: Readable): Promise<void> {
    const { cache, logger } = this.#options;
    const fill = await this.#harmless(() => cache.claim(imageId));
    if (fill === undefined) return;
    const checksum = response.headers.get('content-md5');
    if (checksum === undefined) logger.error('Checksum header is missing.');
    const length = response.headers.get('content-length');
    logger.debug(`Tee'ing image '${imageId}' into cache`);
    response.body = cachingStream(
      body,
      fill,
      { checksum, size: length === undefined ? undefined : Number(length) },
      logger,
    );
  }

  async #harmless<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      this.#options.logger.error('The image cache failed. Continuing without it.', error);
      return undefined;
    }
  }
}

/**
 * `glance.api.middleware.cache:CacheFilter.factory`. Without a cache the filter lets everything pass, and says so once;
 * Zed does not start then.
 */
export function cacheFilterFactory(
  options: Omit<CacheFilterOptions, 'cache'> & { readonly cache: ImageCache | undefined },
): FilterFactory {
  const { cache, logger } = options;
  return () => {
    if (cache === undefined) {
      logger.warning('Failed to read image_cache_dir from config: images are not cached.');
      return (application) => application;
    }
    logger.info('Initialized image cache middleware');
    return (application) => {
      const filter = new CacheFilter(application, { ...options, cache });
      return (request) => filter.call(request);
    };
  };
}

/** The image whose file is read, or that is deleted; undefined for other requests. */
function imageIdOf({ method, pathInfo }: Request): string | undefined {
  const pattern =
    method === 'GET' ? /^\/v2\/images\/([^/]+)\/file$/ : method === 'DELETE' ? /^\/v2\/images\/([^/]+)$/ : undefined;
  const imageId = pattern?.exec(pathInfo)?.[1];
  return imageId !== undefined && isImageId(imageId) ? imageId : undefined;
}

function answer(image: Image, cached: CachedData): Response {
  const { checksum } = image.fields;
  return new Response(
    200,
    {
      'Content-Type': 'application/octet-stream',
      ...(checksum ? { 'Content-MD5': checksum } : {}),
      'Content-Length': String(cached.size),
    },
    cached.data,
  );
}
