// SPDX-License-Identifier: Apache-2.0
import { type Application, HttpError, type Request } from '@stackport/wsgi';
import { Fault } from './fault.js';
import { versionOf } from './microversion.js';

/** In the order in which upstream names them. */
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];
const DELETES_INVENTORIES = 1005;

/**
 * The API's routes, with what upstream has around its own (placement 8.0, handler.py). Rejects with `HttpError`.
 * @param leaf - the routes.
 */
export function placementApplication(leaf: Application): Application {
  return async (request) => {
    if ((request.contentLength ?? 0) > 0 && (request.headers.get('content-type') ?? '') === '')
      throw new Fault(400, 'content-type header required when content-length > 0');
    // Placeholders match something, so there is nothing behind a slash at the end.
    if (request.pathInfo !== '/' && request.pathInfo.split('/').slice(1).includes('')) throw new HttpError(404);
    if (isTooEarlyForDeletion(request)) throw new HttpError(405);
    try {
      return await leaf(request);
    } catch (error) {
      throw error instanceof HttpError && error.status === 405 ? notAllowed(error) : error;
    }
  };
}

/** A method that a path has only from some microversion on is not found before; this one upstream does not allow. */
function isTooEarlyForDeletion(request: Request): boolean {
  return (
    request.method === 'DELETE' &&
    /^\/resource_providers\/[^/]+\/inventories$/.test(request.pathInfo) &&
    versionOf(request) < DELETES_INVENTORIES
  );
}

function notAllowed({ headers }: HttpError): HttpError {
  const allowed = (headers.Allow ?? '').split(', ');
  const ordered = METHODS.filter((method) => allowed.includes(method)).join(', ');
  return new Fault(405, 'The method specified is not allowed for this resource.', undefined, {
    headers: { Allow: ordered },
  });
}
