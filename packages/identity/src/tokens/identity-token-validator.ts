// SPDX-License-Identifier: Apache-2.0
import type { TokenValidator, ValidatedToken, ValidateOptions } from '@stackport/keystone';
import type { Changes } from '../common/changes.js';
import type { TokenView } from './token-views.js';
import type { Tokens } from './tokens.js';

interface Shown {
  readonly view: ValidatedToken;
  readonly text: string;
  readonly changeCount: number;
}

/** Tokens remembered at once; the one that was asked for longest ago goes first. */
const MOST_SHOWN = 2000;

/** Validates tokens for the services of this process: by a call, not by a socket. */
export class IdentityTokenValidator implements TokenValidator {
  readonly #tokens: Tokens;
  readonly #views: TokenView;
  readonly #publicHost: string;
  readonly #changes: Changes;
  readonly #shown = new Map<string, Shown>();

  /** @param publicHost - in the catalog's URLs of what was started along with us. */
  constructor(tokens: Tokens, views: TokenView, publicHost: string, changes: Changes) {
    this.#tokens = tokens;
    this.#views = views;
    this.#publicHost = publicHost;
    this.#changes = changes;
  }

  async validate(id: string, { allowExpired = false }: ValidateOptions = {}): Promise<ValidatedToken | undefined> {
    const token = await this.#tokens.find(id, allowExpired ? this.#tokens.expiredWindow : 0);
    if (token === undefined) return undefined;
    const shown = this.#shown.get(id);
    const changeCount = this.#changes.count;
    if (shown?.changeCount === changeCount) return shown.view;
    const view: ValidatedToken = { ...(await this.#views.whole(token, this.#publicHost)), roles: token.roles };
    const text = JSON.stringify(view);
    // A change that does not touch this token leaves it the same object: what others derived from it stays good.
    const kept = shown?.text === text ? shown.view : view;
    this.#remember(id, { view: kept, text, changeCount });
    return kept;
  }

  #remember(id: string, shown: Shown): void {
    this.#shown.delete(id);
    this.#shown.set(id, shown);
    if (this.#shown.size <= MOST_SHOWN) return;
    const [oldest] = this.#shown.keys();
    if (oldest !== undefined) this.#shown.delete(oldest);
  }
}
