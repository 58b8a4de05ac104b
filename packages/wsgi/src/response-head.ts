// SPDX-License-Identifier: Apache-2.0
import type { ServerResponse } from 'node:http';
import { reasonPhrase } from './reason-phrase.js';
import type { Response } from './response.js';

/** Length of the body, if the sender decides it; `declared` leaves what the application says, `none` has no such field. */
export type BodyLength = number | 'declared' | 'none';

/**
 * Writes status line and header fields. Fields that belong to the connection and not to the application (RFC 9110,
 * 7.6.1; WSGI forbids them as well) are left out.
 */
export function writeHead(
  response: Response,
  outgoing: ServerResponse,
  length: BodyLength,
  connection: string | undefined,
): void {
  const given = response.headers.flat();
  const fields: string[] = [];
  for (let i = 0; i < given.length; i += 2) {
    const name = given[i] as string;
    const value = given[i + 1] as string;
    if (isOurs(name, length)) continue;
    // A header travels as bytes: what is beyond latin1 goes out as UTF-8, as Python's services send it.
    fields.push(name, BEYOND_LATIN1.test(value) ? Buffer.from(value).toString('latin1') : value);
  }
  if (typeof length === 'number') fields.push('Content-Length', String(length));
  if (connection === undefined) outgoing.removeHeader('connection');
  else fields.push('Connection', connection);
  outgoing.writeHead(response.status, reasonPhrase(response.status), fields);
}

function isOurs(name: string, length: BodyLength): boolean {
  switch (name.length) {
    case 'connection'.length: {
      const lower = name.toLowerCase();
      return lower === 'connection' || lower === 'keep-alive';
    }
    case 'content-length'.length:
      return length !== 'declared' && name.toLowerCase() === 'content-length';
    case 'transfer-encoding'.length:
      return name.toLowerCase() === 'transfer-encoding';
    default:
      return false;
  }
}

const BEYOND_LATIN1 = /[^\u0000-\u00ff]/; // eslint-disable-line no-control-regex -- a range, not a control character
