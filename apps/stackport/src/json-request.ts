// SPDX-License-Identifier: Apache-2.0
import { Request } from '@stackport/wsgi';

/** A request of this process to one of its own services. */
export function jsonRequest(method: string, path: string, body: unknown): Request {
  const request = Request.blank(path, { method, body: JSON.stringify(body) });
  request.headers.set('Content-Type', 'application/json');
  return request;
}
