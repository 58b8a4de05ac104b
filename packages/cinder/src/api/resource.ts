// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { HttpError, type Application, type Request, type Response } from '@stackport/wsgi';
import { BARE_TYPE, isBareAnswer } from './bare-answers.js';
import { addRequestId, addVersionHeaders, renderFault } from './fault.js';
import { preferredJsonType } from './preferred-type.js';
import { checkContentType } from './request-body.js';
import { findRequestedVersion } from './requested-version.js';

/**
 * What every answer of the API has in common (upstream's wsgi.Resource): the microversion is found, the body's type
 * checked, an `HttpError` becomes a fault, and the answer gets its headers.
 * @param handle - what answers the request
 */
export function resource(handle: Application, logger: Logger): Application {
  return async (request) => {
    logger.info(`${request.method} ${request.url}`);
    const response = await answer(request, handle);
    logger.info(`${request.url} returned with HTTP ${response.status}`);
    return response;
  };
}

async function answer(request: Request, handle: Application): Promise<Response> {
  try {
    findRequestedVersion(request);
    await checkContentType(request);
    return await completed(await handle(request), request);
  } catch (error) {
    // A body beyond the limit of `sizelimit` is that filter's to answer.
    if (!(error instanceof HttpError) || error.status === 413) throw error;
    return renderFault(error, request);
  }
}

async function completed(response: Response, request: Request): Promise<Response> {
  const { headers } = response;
  addVersionHeaders(headers, request);
  if (await isBareAnswer(request, response)) headers.set('Content-Type', BARE_TYPE);
  const type = headers.get('content-type');
  // An answer that a handler made whole has not gone through upstream's ResponseObject, which adds the id.
  if (type?.startsWith('text/') === true) return response;
  if (type === undefined || (type === 'application/json' && response.status < 400))
    headers.set('Content-Type', preferredJsonType(request));
  addRequestId(headers, request);
  return response;
}
