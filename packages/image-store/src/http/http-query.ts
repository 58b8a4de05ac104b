// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { BadStoreUri, MaxRedirectsExceeded, NotFound } from '../errors.js';
import type { HttpDispatchers } from './http-dispatchers.js';
import { type HttpLocation, parseHttpLocation } from './http-location.js';

/** As upstream: the fifth answer that leads elsewhere is one too many. */
const MAX_REDIRECTS = 5;

/** How much of an error's body goes into its text. */
const ERROR_BODY = 2048;

export interface HttpQuery {
  readonly method: 'GET' | 'HEAD';
  /** Value of the Range header. */
  readonly range?: string;
  /** Statuses that are answers all the same; below 300 all are. */
  readonly accept?: readonly number[];
}

/** The request could not be sent, or no answer came: requests' ConnectionError. */
export class NoAnswer extends Error {}

/**
 * Sends a request and follows redirects with 301 and 302. The body of the answer is still to be read or destroyed.
 * @throws NoAnswer, NotFound, BadStoreUri, MaxRedirectsExceeded
 */
export async function query(
  start: HttpLocation,
  { method, range, accept = [] }: HttpQuery,
  dispatchers: HttpDispatchers,
): Promise<Dispatcher.ResponseData> {
  let location = start;
  for (let redirects = 0; redirects < MAX_REDIRECTS; redirects++) {
    const answer = await send(location, method, range, dispatchers);
    if (answer.statusCode < 300 || accept.includes(answer.statusCode)) return answer;
    location = await next(location, answer);
  }
  throw new MaxRedirectsExceeded(`The HTTP URL exceeded ${MAX_REDIRECTS} maximum redirects.`);
}

async function send(
  { url, scheme, authorization }: HttpLocation,
  method: 'GET' | 'HEAD',
  range: string | undefined,
  dispatchers: HttpDispatchers,
): Promise<Dispatcher.ResponseData> {
  // An image is its bytes as they are kept: no compression on the way.
  const headers: Record<string, string> = { accept: '*/*', 'accept-encoding': 'identity' };
  if (authorization !== undefined) headers.authorization = authorization;
  if (range !== undefined) headers.range = range;
  const [{ request }, dispatcher] = await Promise.all([import('undici'), dispatchers.of(scheme)]);
  try {
    const answer = await request(url, {
      method,
      headers,
      ...(dispatcher && { dispatcher }),
      highWaterMark: 256 * 1024,
    });
    // undici's bodies report as an error that they are destroyed; one that nobody reads must not end the process.
    answer.body.on('error', () => undefined);
    return answer;
  } catch (error) {
    throw new NoAnswer(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Where a redirect leads. Credentials of one server are not taken to the next. */
async function next(from: HttpLocation, { statusCode, headers, body }: Dispatcher.ResponseData): Promise<HttpLocation> {
  const path = from.url.pathname;
  if (statusCode === 404) {
    body.destroy();
    throw new NotFound('HTTP datastore could not find image at URI.');
  }
  if (statusCode >= 400) {
    const text = await beginning(body);
    throw new BadStoreUri(`HTTP URL ${path} returned a ${statusCode} status code. \nThe response body:\n${text}`);
  }
  body.destroy();
  const target = headers.location;
  if ((statusCode !== 301 && statusCode !== 302) || typeof target !== 'string')
    throw new BadStoreUri(`The HTTP URL ${path} attempted to redirect with an invalid ${statusCode} status code.`);
  return parseHttpLocation(absolute(target, from.url));
}

/** RFC 9110, section 10.2.2: the target may be relative. */
function absolute(target: string, base: URL): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return target;
  if (!URL.canParse(target, base.href)) throw new BadStoreUri({ uri: target });
  return new URL(target, base).href;
}

async function beginning(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length >= ERROR_BODY) break;
    }
  } catch {
    // What came of the text is enough: the status says what is wrong.
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, ERROR_BODY);
}
