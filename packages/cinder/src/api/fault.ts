// SPDX-License-Identifier: Apache-2.0
import { CONTEXT_KEY } from '@stackport/api';
import { RequestContext } from '@stackport/context';
import { type HeaderMap, type HttpError, type Request, Response } from '@stackport/wsgi';
import { answeredVersion, VERSION_HEADER } from './requested-version.js';

/** Names of faults by status; all others are `computeFault`, cinder's word too (cinder 21, api/openstack/wsgi.py). */
const NAMES: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  409: 'conflictingRequest',
  413: 'overLimit',
  415: 'badMediaType',
  501: 'notImplemented',
  503: 'serviceUnavailable',
};

/** The answer that an error is to a client of this API. */
export function renderFault(error: HttpError, request: Request): Response {
  const retryAfter = Object.entries(error.headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  const fault = {
    code: error.status,
    message: error.explanation,
    ...(error.status === 413 && retryAfter !== undefined ? { retryAfter } : {}),
  };
  const response = Response.json({ [NAMES[error.status] ?? 'computeFault']: fault }, error.status, {
    ...error.headers,
  });
  addVersionHeaders(response.headers, request);
  addRequestId(response.headers, request);
  return response;
}

/** What version the answer is in, and that it depends on the header. */
export function addVersionHeaders(headers: HeaderMap, request: Request): void {
  const version = answeredVersion(request);
  if (version === undefined) return;
  headers.set(VERSION_HEADER, version);
  headers.set('Vary', VERSION_HEADER);
}

/** The id of the request under its former name. */
export function addRequestId(headers: HeaderMap, request: Request): void {
  const context = request.environ[CONTEXT_KEY];
  if (context instanceof RequestContext) headers.set('x-compute-request-id', context.requestId);
}
