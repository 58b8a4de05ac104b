// SPDX-License-Identifier: Apache-2.0
import { createHmac, timingSafeEqual } from 'node:crypto';

/** A request that is signed as in OAuth 1.0 (RFC 5849). */
export interface SignedRequest {
  readonly method: string;
  /** Without the query. */
  readonly url: string;
  readonly query: URLSearchParams;
  /** The Authorization header. */
  readonly authorization: string | undefined;
}

/** The parameters of an `Authorization: OAuth …` header, decoded; empty for any other header. */
export function oauthParameters(authorization: string | undefined): Map<string, string> {
  const parameters = new Map<string, string>();
  const [, text = ''] = /^OAuth\s+(.*)$/is.exec(authorization ?? '') ?? [];
  for (const [, name = '', value = ''] of text.matchAll(/([^\s=,]+)="([^"]*)"/g))
    parameters.set(decode(name), decode(value));
  return parameters;
}

/** Whether the request is signed with the secrets by HMAC-SHA1, or HMAC-SHA256 where it says so. */
export function isSignedWith(request: SignedRequest, consumerSecret: string, tokenSecret: string): boolean {
  const parameters = oauthParameters(request.authorization);
  const method = parameters.get('oauth_signature_method');
  if (method !== 'HMAC-SHA1' && method !== 'HMAC-SHA256') return false;
  const given = Buffer.from(parameters.get('oauth_signature') ?? '', 'base64');
  const expected = createHmac(
    method === 'HMAC-SHA1' ? 'sha1' : 'sha256',
    `${encode(consumerSecret)}&${encode(tokenSecret)}`,
  )
    .update(baseString(request, parameters))
    .digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** RFC 5849, 3.4.1: what is signed. */
export function baseString({ method, url, query }: SignedRequest, oauth: ReadonlyMap<string, string>): string {
  const pairs = [...oauth, ...query]
    .filter(([name]) => name !== 'oauth_signature' && name !== 'realm')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  const parameters = pairs.map(([name, value]) => `${name}=${value}`).join('&');
  return [method.toUpperCase(), encode(normalizedUrl(url)), encode(parameters)].join('&');
}

function normalizedUrl(text: string): string {
  const url = new URL(text);
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** RFC 5849, 3.6: everything but letters, digits, `-`, `.`, `_`, `~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
