// SPDX-License-Identifier: Apache-2.0
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Invalid } from '../errors.js';
import type { AllowedUri, UriFilter } from './uri-filter.js';

/** What a web server sends. */
export interface WebData {
  readonly data: IncomingMessage;
  /** Bytes, where the server says. */
  readonly size: number | undefined;
}

const REDIRECTS = [301, 302, 303, 307, 308];
/** urllib's limit, as upstream has it. */
const MAX_REDIRECTS = 10;
/** Milliseconds that a server may be silent, at the beginning and in between. Upstream waits for ever. */
const SILENCE = 60_000;

/**
 * Fetches what clients name by URL (upstream's common/scripts/utils.py, open_external_uri). The filter looks at the
 * URL and at each redirect, and the connection goes to the very address that it looked at.
 */
export class WebDownload {
  readonly #filter: UriFilter;
  readonly #silence: number;

  constructor(filter: UriFilter, { silence = SILENCE } = {}) {
    this.#filter = filter;
    this.#silence = silence;
  }

  /**
   * Opens the data. `own` headers go to the server that was named, and to no other that it leads to. Rejects with `Invalid` for a URL or a redirect that is not allowed, and with what went wrong with
   * the server; its data fails where the connection breaks, or is silent for a minute.
   */
  async open(uri: string, signal: AbortSignal, own: Readonly<Record<string, string>> = {}): Promise<WebData> {
    let target = await this.#filter.check(uri);
    if (target === undefined) throw new Invalid(`URI does not pass filtering: ${uri}`);
    const { origin } = target.url;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const answer = await this.#ask(target, signal, target.url.origin === origin ? own : {});
      const { statusCode = 0, headers } = answer;
      if (statusCode >= 200 && statusCode < 300) return { data: answer, size: lengthOf(headers['content-length']) };
      answer.destroy();
      if (!REDIRECTS.includes(statusCode) || headers.location === undefined)
        throw new Error(`HTTP Error ${statusCode}: ${answer.statusMessage ?? ''}`);
      const next = URL.parse(headers.location, target.url.href)?.href ?? headers.location;
      target = await this.#filter.check(next);
      if (target === undefined) throw new Invalid(`Redirect to disallowed URL: ${next}`);
    }
    throw new Error(`${uri} redirects more than ${MAX_REDIRECTS} times`);
  }

  #ask(
    { url, address }: AllowedUri,
    signal: AbortSignal,
    more: Readonly<Record<string, string>>,
  ): Promise<IncomingMessage> {
    const { request } = url.protocol === 'https:' ? https : http;
    return new Promise((resolve, reject) => {
      const headers = { 'Accept-Encoding': 'identity', 'User-Agent': 'glance', ...more };
      const query = request(url, { headers, agent: false, lookup: pinnedTo(address), signal });
      query.setTimeout(this.#silence, () => query.destroy(new Error(`${url.host} was silent for ${this.#silence} ms`)));
      query.on('error', reject);
      query.on('response', resolve);
      query.end();
    });
  }
}

/** A name lookup that knows one answer. */
function pinnedTo(address: string): LookupFunction {
  const family = isIP(address);
  return (_host, options, callback) => {
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

function lengthOf(header: string | undefined): number | undefined {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : undefined;
}
