// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { HeaderMap } from './header-map.js';
import { HttpError } from './http-error.js';
import type { Request } from './request.js';
import { ClientDisconnectedError } from './request-body.js';
import { Response } from './response.js';

/**
 * The answer that an error carries in itself: an `HttpError`, or any object with a `toResponse(request)` or with a
 * numeric `status` from 400 to 599. Undefined for every other error.
 */
export function responseOfError(error: unknown, request?: Request): Response | undefined {
  if (error instanceof HttpError) return error.toResponse(request);
  if (typeof error !== 'object' || error === null) return undefined;
  const { status, message, toResponse } = error as {
    status?: unknown;
    message?: unknown;
    toResponse?: unknown;
  };
  if (typeof toResponse === 'function') {
    const response: unknown = toResponse.call(error, request);
    if (isResponse(response)) return response;
  }
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 400 || status > 599) return undefined;
  // What a server error says is for the log, not for the client.
  return new HttpError(
    status,
    status < 500 && typeof message === 'string' && message !== '' ? message : undefined,
  ).toResponse(request);
}

/** Also that of another copy of this package, which an operator's own filter brings along beside a bundle. */
function isResponse(value: unknown): value is Response {
  if (value instanceof Response) return true;
  if (typeof value !== 'object' || value === null) return false;
  const { status, headers } = value as { status?: unknown; headers?: Partial<Record<keyof HeaderMap, unknown>> };
  return typeof status === 'number' && 'body' in value && typeof headers?.getAll === 'function';
}

/** The answer to any error: its own, or else webob's page for 500 without a word of the inner text, which is logged. */
export function answerError(error: unknown, request: Request | undefined, logger: Logger): Response {
  const what = request === undefined ? '' : `: ${request.method} ${request.scriptName}${request.pathInfo}`;
  try {
    const own = responseOfError(error, request);
    if (own !== undefined) return own;
    if (error instanceof ClientDisconnectedError) logger.info(`${error.message}${what}`);
    else logger.error(`Unhandled error in the application${what}`, error);
  } catch (second) {
    logger.error(`Unhandled error in the answer to an error${what}`, second);
  }
  return new HttpError(500).toResponse(request);
}
