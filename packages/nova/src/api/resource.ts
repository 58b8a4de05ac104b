// SPDX-License-Identifier: Apache-2.0
import { type Application, HttpError, type Request, type Response } from '@stackport/wsgi';
import { addVersionHeaders, renderFault } from './fault.js';
import { preferredJsonType } from './preferred-type.js';
import { checkContentType } from './request-body.js';
import { findRequestedVersion } from './requested-version.js';

/**
 * What every answer of the API has in common (upstream's wsgi.Resource): the microversion is found, the body's type
 * checked, an `HttpError` becomes a fault, and the answer gets its headers.
 * @param handle - what answers the request
 * @param hasVersions - false for what is outside of microversions
 */
export function resource(handle: Application, { hasVersions = true } = {}): Application {
  return async (request) => {
    try {
      if (hasVersions) findRequestedVersion(request);
      checkContentType(request);
      return completed(await handle(request), request);
    } catch (error) {
      // A body beyond the limit of `sizelimit` is that filter's to answer.
      if (!(error instanceof HttpError) || error.status === 413) throw error;
      return renderFault(error, request);
    }
  };
}

function completed(response: Response, request: Request): Response {
  const { headers } = response;
  const type = headers.get('content-type');
  if (type === undefined || (type === 'application/json' && response.status < 400))
    headers.set('Content-Type', preferredJsonType(request));
  // A fault that a handler's error became has its headers.
  if (!headers.has('Vary')) addVersionHeaders(headers, request);
  return response;
}
