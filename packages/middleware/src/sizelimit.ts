// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { type FilterFactory, HttpError } from '@stackport/wsgi';
import type { MiddlewareDependencies } from './dependencies.js';
import { osloMiddlewareOptions } from './oslo-middleware-options.js';
import { pasteOptions } from './paste-options.js';

/**
 * `oslo_middleware:RequestBodySizeLimiter.factory`: 413 for a body that is announced as too long, and for one without
 * a length as soon as too much of it was read.
 */
export function sizeLimit({ configuration, logger }: MiddlewareDependencies): FilterFactory {
  return (globalConf = {}, localConf = {}) => {
    const { max_request_body_size: limit } = pasteOptions(configuration, osloMiddlewareOptions, globalConf, localConf);
    return (application) => async (request) => {
      const length = request.contentLength;
      if (length === undefined) {
        // Without either header HTTP/1.1 has no body, and most requests need no meter.
        if (request.hasBody || (request.method !== 'GET' && request.method !== 'HEAD'))
          request.body = Readable.from(metered(request.body, limit), { objectMode: false });
      } else if (length > limit) {
        const message = `Request is too large. Larger than max_request_body_size (${limit}).`;
        logger.info(message);
        return new HttpError(413, message).toResponse(request);
      }
      return application(request);
    };
  };
}

/** The bytes of a body up to a limit; more is an `HttpError` 413. The body stays open, so that an answer can be sent. */
async function* metered(body: Readable, limit: number): AsyncGenerator<Buffer> {
  let seen = 0;
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    seen += (chunk as Buffer).length;
    if (seen > limit) throw new HttpError(413, `Request is too large. Larger than ${limit}.`);
    yield chunk as Buffer;
  }
}
