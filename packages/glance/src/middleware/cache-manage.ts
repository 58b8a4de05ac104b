// SPDX-License-Identifier: Apache-2.0
import { requestContext } from '@stackport/api';
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import {
  Middleware,
  Response,
  type Application,
  type FilterFactory,
  type HttpError,
  type Request,
} from '@stackport/wsgi';
import { cachedImageView } from '../api/cache/cache-view.js';
import type { CacheManagement } from '../cache/cache-management.js';

export interface CacheManageOptions {
  readonly management: CacheManagement;
  /** The answer to an error of the domain. */
  readonly fault: (error: unknown) => HttpError;
  readonly logger: Logger;
}

/** What is answered as JSON; `undefined` stands for `null`, which upstream answers where there is nothing to tell. */
type Action = (management: CacheManagement, context: RequestContext, imageId: string) => Promise<unknown>;

/** By method and path; `*` is an image's id. */
const ACTIONS: Readonly<Record<string, Action>> = {
  'GET /v2/cached_images': async (management, context) => ({
    cached_images: (await management.cachedImages(context)).map(cachedImageView),
  }),
  'DELETE /v2/cached_images': async (management, context) => ({
    num_deleted: await management.deleteCachedImages(context),
  }),
  'DELETE /v2/cached_images/*': (management, context, imageId) => management.deleteCachedImage(context, imageId),
  'GET /v2/queued_images': async (management, context) => ({ queued_images: await management.queuedImages(context) }),
  'DELETE /v2/queued_images': async (management, context) => ({
    num_deleted: await management.deleteQueuedImages(context),
  }),
  'PUT /v2/queued_images/*': (management, context, imageId) => management.queueImage(context, imageId),
  'DELETE /v2/queued_images/*': (management, context, imageId) => management.deleteQueuedImage(context, imageId),
};

/** Answers `/v2/cached_images` and `/v2/queued_images` (upstream's CacheManageFilter); all else passes by. */
export class CacheManageFilter extends Middleware {
  readonly #options: CacheManageOptions;

  constructor(application: Application, options: CacheManageOptions) {
    super(application);
    this.#options = options;
  }

  override async processRequest(request: Request): Promise<Response | undefined> {
    const { management, fault } = this.#options;
    const [, path, imageId] = /^(\/v2\/(?:cached|queued)_images)(?:\/([^/]+))?$/.exec(request.pathInfo) ?? [];
    if (path === undefined) return undefined;
    const action = ACTIONS[`${request.method} ${path}${imageId === undefined ? '' : '/*'}`];
    if (action === undefined) return undefined;
    const context = requestContext(request);
    // A body means nothing here, but one that is no JSON is refused, as everywhere.
    await request.json();
    try {
      return Response.json((await action(management, context, imageId ?? '')) ?? null);
    } catch (error) {
      throw fault(error);
    }
  }
}

/** `glance.api.middleware.cache_manage:CacheManageFilter.factory`. Without a cache it answers 404, as upstream does. */
export function cacheManageFilterFactory(options: CacheManageOptions): FilterFactory {
  return () => {
    options.logger.info('Initialized image cache management middleware');
    return (application) => {
      const filter = new CacheManageFilter(application, options);
      return (request) => filter.call(request);
    };
  };
}
