// SPDX-License-Identifier: Apache-2.0
import { type HeaderMap, type HttpError, type Request, Response } from '@stackport/wsgi';
import { answeredVersion, FORMER_VERSION_HEADER, VERSION_HEADER } from './requested-version.js';

/** Names of faults by status; all others are `computeFault` (nova 26, api/openstack/wsgi.py). */
const NAMES: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  409: 'conflictingRequest',
  413: 'overLimit',
  415: 'badMediaType',
  429: 'overLimit',
  501: 'notImplemented',
  503: 'serviceUnavailable',
};

/** The answer that an error is to a client of this API. */
export function renderFault(error: HttpError, request: Request): Response {
  const retryAfter = Object.entries(error.headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  const isOverLimit = error.status === 413 || error.status === 429;
  const fault = {
    code: error.status,
    message: error.explanation,
    ...(isOverLimit && retryAfter !== undefined ? { retryAfter } : {}),
  };
  const response = Response.json({ [NAMES[error.status] ?? 'computeFault']: fault }, error.status, {
    'Content-Type': 'application/json; charset=UTF-8',
    ...error.headers,
  });
  addVersionHeaders(response.headers, request);
  return response;
}

/** What version the answer is in, and that it depends on the headers. */
export function addVersionHeaders(headers: HeaderMap, request: Request): void {
  const version = answeredVersion(request);
  if (version === undefined) return;
  headers.set(VERSION_HEADER, `compute ${version}`);
  headers.set(FORMER_VERSION_HEADER, version);
  headers.append('Vary', VERSION_HEADER);
  headers.append('Vary', FORMER_VERSION_HEADER);
}
