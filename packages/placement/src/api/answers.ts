// SPDX-License-Identifier: Apache-2.0
import { type Request, Response } from '@stackport/wsgi';
import { versionOf } from './microversion.js';

/** The first microversion that says when something was changed. */
const WITH_LAST_MODIFIED = 1015;

export interface AnswerOptions {
  readonly status?: number;
  /** Now by default; undefined where nobody knows, and then the header is left out. */
  readonly lastModified?: Date | undefined;
  /** Path of what was made; clients get it with scheme and host. */
  readonly location?: string;
}

/** A JSON body with the headers that the request's microversion has. */
export function answer(request: Request, body: unknown, options: AnswerOptions = {}): Response {
  const response = Response.json(body, options.status ?? 200);
  addHeaders(request, response, { lastModified: new Date(), ...options });
  return response;
}

/** No body; times are told only where they are given. */
export function emptyAnswer(request: Request, status: number, options: Omit<AnswerOptions, 'status'> = {}): Response {
  const response = new Response(status);
  addHeaders(request, response, options);
  return response;
}

function addHeaders(request: Request, { headers }: Response, options: AnswerOptions): void {
  if (options.location !== undefined) headers.set('Location', request.hostUrl + options.location);
  if (versionOf(request) < WITH_LAST_MODIFIED || !('lastModified' in options)) return;
  if (options.lastModified !== undefined) headers.set('Last-Modified', options.lastModified.toUTCString());
  headers.set('Cache-Control', 'no-cache');
}

interface Timed {
  readonly createdAt: Date | null;
  readonly updatedAt?: Date | null;
}

/** When the newest of these was changed; now where there is none, or where nobody wrote down when. */
export function lastModified(things: Iterable<Timed>): Date {
  let newest: Date | undefined;
  for (const { createdAt, updatedAt } of things) {
    const time = updatedAt ?? createdAt ?? new Date();
    if (newest === undefined || time > newest) newest = time;
  }
  return newest ?? new Date();
}
