// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage } from 'node:http';
import { HeaderMap } from './header-map.js';
import { HttpError } from './http-error.js';
import { decodePath, Request } from './request.js';
import type { RequestBody } from './request-body.js';

/** Whether a message announces a body. RFC 9112, 6: Content-Length or Transfer-Encoding, whatever the method is. */
export function announcesBody(incoming: IncomingMessage): boolean {
  const length = incoming.headers['content-length'];
  return (length !== undefined && Number(length) > 0) || incoming.headers['transfer-encoding'] !== undefined;
}

/** The request of a node:http message. Throws `HttpError` 400 for a path that is no UTF-8. */
export function toRequest(incoming: IncomingMessage, scheme: 'http' | 'https', body: RequestBody | undefined): Request {
  const { path, query, authority } = splitTarget(incoming.url ?? '/');
  const headers = HeaderMap.fromRaw(incoming.rawHeaders);
  return new Request({
    method: incoming.method ?? 'GET',
    pathInfo: decodePath(path),
    queryString: query,
    scheme,
    host: authority ?? incoming.headers.host ?? 'localhost',
    remoteAddress: incoming.socket.remoteAddress ?? '',
    httpVersion: incoming.httpVersion,
    headers,
    ...(body === undefined ? {} : { body }),
  });
}

interface Target {
  readonly path: string;
  readonly query: string;
  readonly authority: string | undefined;
}

/** RFC 9112, 3.2: origin-form, absolute-form (whose authority wins over the Host field) or an asterisk. */
function splitTarget(target: string): Target {
  let authority: string | undefined;
  let rest = target;
  if (!target.startsWith('/') && target !== '*') {
    const absolute = /^https?:\/\/([^/?#]+)(.*)$/is.exec(target);
    if (absolute === null) throw new HttpError(400, 'The request target is neither a path nor an absolute URL.');
    authority = absolute[1]?.replace(/^.*@/s, '');
    rest = absolute[2] ?? '';
    if (!rest.startsWith('/')) rest = `/${rest}`;
  }
  const mark = rest.indexOf('?');
  const path = mark < 0 ? rest : rest.slice(0, mark);
  return { path, query: mark < 0 ? '' : rest.slice(mark + 1), authority };
}
