// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { Logger } from '@stackport/config';
import { KeystoneUnavailable } from './errors.js';
import { ExpiringCache } from './expiring-cache.js';
import type { HttpTransport } from './http-transport.js';
import { identityV3Url } from './identity-url.js';
import type { OwnToken } from './own-token.js';
import {
  type TokenValidator,
  type ValidateOptions,
  type ValidatedToken,
  expiryOf,
  parseTokenDocument,
} from './validated-token.js';

export interface HttpTokenValidatorInit {
  readonly authUrl: string;
  readonly ownToken: OwnToken;
  readonly transport: HttpTransport;
  readonly logger: Logger;
  /** Of the identity endpoint in this service's catalog; where there is none, `authUrl` is asked. */
  readonly interface?: string | undefined;
  readonly region?: string | undefined;
  /** Whether answers shall hold the catalog; true by default. */
  readonly includeCatalog?: boolean | undefined;
  /** Seconds that a valid token is remembered, 300 by default; 0 until its own end, negative not at all. */
  readonly cacheTime?: number | undefined;
  /** Seconds that an invalid token is remembered; 10 by default, never longer than a valid one. */
  readonly negativeCacheTime?: number | undefined;
  /** Greatest number of tokens remembered, valid and invalid each; 4096 by default. */
  readonly cacheSize?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

interface KnownToken {
  readonly token: ValidatedToken;
  readonly expires: number;
}

/** What may stand in a header; anything else cannot be a token, and is not worth a request. */
const TOKEN = /^[\x21-\x7e]{1,16384}$/;

/**
 * Asks Keystone about tokens with `GET /v3/auth/tokens`, as keystonemiddleware does, and remembers the answers. Many
 * requests with one unknown token are one question.
 */
export class HttpTokenValidator implements TokenValidator {
  readonly #init: HttpTokenValidatorInit;
  readonly #now: () => number;
  readonly #valid: ExpiringCache<KnownToken>;
  /** Apart from the valid ones, so that made-up tokens do not push them out. */
  readonly #invalid: ExpiringCache<true>;
  readonly #asking = new Map<string, Promise<ValidatedToken | undefined>>();

  constructor(init: HttpTokenValidatorInit) {
    this.#init = init;
    this.#now = init.now ?? Date.now;
    this.#valid = new ExpiringCache(init.cacheSize ?? 4096, this.#now);
    this.#invalid = new ExpiringCache(init.cacheSize ?? 4096, this.#now);
  }

  async validate(token: string, { allowExpired = false }: ValidateOptions = {}): Promise<ValidatedToken | undefined> {
    const known = this.#valid.get(token);
    if (known !== undefined) return allowExpired || known.expires > this.#now() ? known.token : undefined;
    if (!TOKEN.test(token)) return undefined;
    // With and without allowExpired are two questions: a token may be invalid only because its time is over.
    const key = `${allowExpired ? 'expired' : 'valid'} ${token}`;
    if (this.#invalid.get(key) !== undefined) return undefined;
    let asking = this.#asking.get(key);
    if (asking === undefined) {
      asking = this.#ask(token, key, allowExpired).finally(() => this.#asking.delete(key));
      this.#asking.set(key, asking);
    }
    return asking;
  }

  /** Closes the connections to Keystone. */
  async close(): Promise<void> {
    await this.#init.transport.close();
  }

  async #ask(text: string, key: string, allowExpired: boolean): Promise<ValidatedToken | undefined> {
    const { cacheTime = 300, negativeCacheTime = 10, logger } = this.#init;
    const token = await this.#fetch(text, allowExpired);
    if (token === undefined) {
      logger.debug(`Keystone does not accept the token ${digest(text)}`);
      this.#invalid.set(key, true, Math.min(negativeCacheTime, cacheTime === 0 ? Infinity : cacheTime) * 1000);
      return undefined;
    }
    const expires = expiryOf(token);
    if (!allowExpired && expires <= this.#now()) return undefined;
    // An expired token was fetched for a service's sake, and is not kept beyond the usual time.
    const left = expires > this.#now() && cacheTime === 0 ? expires - this.#now() : cacheTime * 1000;
    this.#valid.set(text, { token, expires }, left);
    return token;
  }

  /** One question; a 401 is about our own token, which is then renewed once. */
  async #fetch(text: string, allowExpired: boolean): Promise<ValidatedToken | undefined> {
    const { ownToken, transport, logger, includeCatalog = true } = this.#init;
    for (let attempt = 0; ; attempt += 1) {
      const own = await ownToken.get();
      const url = new URL(`${this.#endpoint(own.catalog.findUrl(this.#filter))}/auth/tokens`);
      if (!includeCatalog) url.searchParams.set('nocatalog', '1');
      if (allowExpired) url.searchParams.set('allow_expired', '1');
      const headers = {
        accept: 'application/json',
        'x-auth-token': own.text,
        'x-subject-token': text,
        // Without it Keystone refuses tokens of application credentials with access rules.
        'openstack-identity-access-rules': '1',
      };
      let status: number;
      let body: string;
      try {
        const response = await transport.send({ method: 'GET', url: url.href, headers });
        status = response.statusCode;
        body = await response.body.text();
        if (status === 200) return parseTokenDocument(body);
      } catch (error) {
        throw new KeystoneUnavailable(`Unable to validate token: ${(error as Error).message}`, { cause: error });
      }
      if (status === 404) return undefined;
      if (status !== 401 || attempt > 0)
        throw new KeystoneUnavailable(`Unable to validate token: ${url.href} answered ${status}`);
      logger.info('Identity server rejected authorization');
      ownToken.invalidate(own);
    }
  }

  get #filter(): { serviceType: string; interfaces: readonly string[]; region: string | undefined } {
    return { serviceType: 'identity', interfaces: [this.#init.interface ?? 'internal'], region: this.#init.region };
  }

  #endpoint(fromCatalog: string | undefined): string {
    return identityV3Url(fromCatalog ?? this.#init.authUrl);
  }
}

/** What stands for a token in a log. */
function digest(token: string): string {
  return `{SHA256}${createHash('sha256').update(token).digest('hex').slice(0, 12)}`;
}
