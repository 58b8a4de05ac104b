// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { Credentials } from './credentials.js';
import { AuthenticationRefused, KeystoneUnavailable } from './errors.js';
import type { HttpTransport } from './http-transport.js';
import { identityV3Url } from './identity-url.js';
import { ServiceCatalog } from './service-catalog.js';
import { expiryOf, parseTokenDocument } from './validated-token.js';

/** A token that was issued to this service. */
export interface IssuedToken {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  readonly catalog: ServiceCatalog;
  readonly userId: string | undefined;
  readonly projectId: string | undefined;
}

export interface OwnTokenInit {
  readonly authUrl: string;
  readonly credentials: Credentials;
  readonly transport: HttpTransport;
  readonly logger: Logger;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** A token this close to its end (ms) is not used any more: keystoneauth's MIN_TOKEN_LIFE_SECONDS × 1000. */
const TOO_OLD = 30_000;
/** From here on (ms before its end) a new one is fetched while the old one still serves. */
const RENEW_BEFORE = 120_000;
/** How long (ms) a refusal is remembered, so that a wrong password does not become a flood of attempts. */
const REFUSAL_HELD = 5_000;

/** The service's own token: fetched when it is first wanted, renewed before it ends, one request at a time. */
export class OwnToken {
  readonly #init: OwnTokenInit;
  readonly #now: () => number;
  #current: IssuedToken | undefined;
  #fetching: Promise<IssuedToken> | undefined;
  #refused: { readonly error: AuthenticationRefused; readonly until: number } | undefined;

  constructor(init: OwnTokenInit) {
    this.#init = init;
    this.#now = init.now ?? Date.now;
    if (init.credentials.kind === 'fixed') {
      const text = init.credentials.token;
      this.#current = {
        text,
        expires: Infinity,
        catalog: new ServiceCatalog(),
        userId: undefined,
        projectId: undefined,
      };
    }
  }

  /**
   * A token that is good for some time.
   * @throws AuthenticationRefused for credentials that Keystone does not take; KeystoneUnavailable.
   */
  async get(): Promise<IssuedToken> {
    const left = (this.#current?.expires ?? 0) - this.#now();
    if (this.#current === undefined || left < TOO_OLD) return this.#fetch();
    if (left < RENEW_BEFORE && this.#fetching === undefined)
      this.#fetch().catch((error: unknown) => {
        this.#init.logger.warning(`The service token could not be renewed yet: ${String(error)}`);
      });
    return this.#current;
  }

  /** Forgets a token that a service refused; one that has taken its place meanwhile stays. */
  invalidate(refused: IssuedToken): void {
    if (this.#current === refused && this.#init.credentials.kind !== 'fixed') this.#current = undefined;
  }

  #fetch(): Promise<IssuedToken> {
    this.#fetching ??= this.#authenticate().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #authenticate(): Promise<IssuedToken> {
    const { credentials, authUrl, transport, logger } = this.#init;
    if (credentials.kind === 'fixed') throw new AuthenticationRefused('The configured token is not accepted');
    if (this.#refused !== undefined && this.#now() < this.#refused.until) throw this.#refused.error;
    const url = `${identityV3Url(authUrl)}/auth/tokens`;
    try {
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      const response = await transport.send(
        { method: 'POST', url, headers, body: JSON.stringify(credentials.body) },
        true,
      );
      const text = await response.body.text();
      if (response.statusCode === 401 || response.statusCode === 403 || response.statusCode === 404) {
        const error = new AuthenticationRefused(`${url} refused the service's credentials with ${response.statusCode}`);
        this.#refused = { error, until: this.#now() + REFUSAL_HELD };
        throw error;
      }
      const subject = response.headers['x-subject-token'];
      if (response.statusCode !== 201 || typeof subject !== 'string')
        throw new KeystoneUnavailable(`${url} answered a request for a token with ${response.statusCode}`);
      const token = parseTokenDocument(text);
      this.#current = {
        text: subject,
        expires: expiryOf(token),
        catalog: new ServiceCatalog(token.catalog),
        userId: token.user.id,
        projectId: token.project?.id,
      };
      logger.debug(`Authenticated at ${url} as user ${token.user.id}`);
      return this.#current;
    } catch (error) {
      if (error instanceof KeystoneUnavailable) throw error;
      throw new KeystoneUnavailable(`Unable to get a token from ${url}: ${(error as Error).message}`, { cause: error });
    }
  }
}
