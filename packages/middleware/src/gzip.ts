// SPDX-License-Identifier: Apache-2.0
import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gzip as gzipCallback } from 'node:zlib';
import { type FilterFactory, Middleware, type Response } from '@stackport/wsgi';
import type { MiddlewareDependencies } from './dependencies.js';
import { filterOf } from './filter-of.js';

const gzipBytes = promisify(gzipCallback);

/** `glance.api.middleware.gzip:GzipMiddleware.factory`: compresses answers for clients that take gzip. */
export function gzip({ logger }: Pick<MiddlewareDependencies, 'logger'>): FilterFactory {
  return () =>
    filterOf((application) => {
      logger.info('Initialized gzip middleware');
      return new Gzip(application);
    });
}

class Gzip extends Middleware {
  override async processResponse(response: Response): Promise<Response> {
    const { headers, body, request, status } = response;
    if (body === null || request?.method === 'HEAD' || headers.has('Content-Encoding')) return response;
    // A range is of the bytes as they are stored.
    if (status === 206 || status === 204 || status === 304) return response;
    if (!takesGzip(request?.headers.get('Accept-Encoding'))) return response;
    headers.set('Content-Encoding', 'gzip');
    headers.set('Vary', headers.has('Vary') ? `${headers.get('Vary') ?? ''},Accept-Encoding` : 'Accept-Encoding');
    if (body instanceof Readable) {
      headers.delete('Content-Length');
      // Errors of the source end the compressed stream too; whoever reads it sees them.
      response.body = pipeline(body, createGzip(), () => undefined);
    } else {
      response.body = await gzipBytes(body);
      headers.set('Content-Length', String(response.body.length));
    }
    return response;
  }
}

function takesGzip(accept: string | undefined): boolean {
  return (accept ?? '').split(',').some((entry) => /^\s*(x-)?gzip\s*(;(?!\s*q=0(\.0*)?\s*$)|$)/i.test(entry));
}
