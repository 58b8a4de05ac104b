// SPDX-License-Identifier: Apache-2.0
import { Response } from '@stackport/wsgi';

/** An answer without a body that upstream leaves to webob, whose type is that of a page (nova 26, webob.Response). */
export function emptyResponse(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(status, { 'Content-Type': 'text/html; charset=UTF-8', ...headers });
}
