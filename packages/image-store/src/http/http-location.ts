// SPDX-License-Identifier: Apache-2.0
import { BadStoreUri } from '../errors.js';
import { type StoreLocation, validateSchemes } from '../location.js';

export interface HttpLocation extends StoreLocation {
  /** Without user and password, which would be sent in a header instead. */
  readonly url: URL;
  /** Value of the Authorization header. */
  readonly authorization: string | undefined;
}

/**
 * Reads `http(s)://[user:password@]host[:port]/path[?query]`.
 * @throws BadStoreUri; its text shows no password.
 */
export function parseHttpLocation(uri: string): HttpLocation {
  validateSchemes(uri, ['https://', 'http://']);
  const authority = /^https?:\/\/([^/?#]*)/.exec(uri)?.[1] ?? '';
  const credentials = authority.split('@');
  const host = credentials.pop() ?? '';
  if (credentials.length > 1 || (credentials[0] !== undefined && credentials[0].split(':').length !== 2))
    throw new BadStoreUri('Credentials are not well-formatted.');
  const malformed = new BadStoreUri({ uri: uri.replace(/:\/\/[^/?#]*@/, '://***@') });
  if (host === '' || !/^(\[[^\]]*\]|[^:[\]]+)(:\d*)?$/.test(host) || !URL.canParse(uri)) throw malformed;
  const url = new URL(uri);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  url.hash = '';
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization = username === '' ? undefined : `Basic ${Buffer.from(pair).toString('base64')}`;
  return { scheme: url.protocol.slice(0, -1), uri, url, authorization };
}
