// SPDX-License-Identifier: Apache-2.0
import type { Application, Request } from '@stackport/wsgi';

/** Those that Zed answers without it: it makes their answers by itself. */
const UNTYPED: readonly (readonly [method: string, path: RegExp])[] = [
  ['GET', /\/images\/[^/]+\/file$/],
  ['DELETE', /\/images\/[^/]+\/members\/[^/]+$/],
];

/** Gives answers without content the type that webob gives them, and which clients of Zed see. */
export function withEmptyPageType(application: Application): Application {
  return async (request) => {
    const response = await application(request);
    const isEmpty = response.status === 204 || response.status === 202;
    if (isEmpty && !response.headers.has('content-type') && !isUntyped(request))
      response.headers.set('Content-Type', 'text/html; charset=UTF-8');
    return response;
  };
}

function isUntyped({ method, pathInfo }: Request): boolean {
  return UNTYPED.some(([one, path]) => one === method && path.test(pathInfo));
}
