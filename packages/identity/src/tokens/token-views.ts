// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { ValidatedToken } from '@stackport/keystone';
import type { Catalog } from '../catalog/catalog.js';
import { resourceOptions } from '../options.js';
import { tokenView, type TokenViewOptions } from './token-view.js';
import type { Token } from './token.js';

/** Tokens as they are answered, with the catalog of the host that the client asked. */
export class TokenView {
  readonly #catalog: Catalog;
  readonly #configuration: Configuration;
  /** A token object stands for one state of things: what it looks like is worked out once. */
  readonly #plain = new WeakMap<Token, ValidatedToken>();

  constructor(catalog: Catalog, configuration: Configuration) {
    this.#catalog = catalog;
    this.#configuration = configuration;
  }

  /** Without a catalog; the same object for the same token object. */
  plain(token: Token): ValidatedToken {
    let view = this.#plain.get(token);
    if (view === undefined) this.#plain.set(token, (view = tokenView(token, this.#options())));
    return view;
  }

  /** With the catalog that the token's scope sees; an unscoped token has none. */
  async whole(token: Token, publicHost: string): Promise<ValidatedToken> {
    const { scope, userId, trustId } = token.payload;
    if (scope.kind === 'unscoped' && trustId === undefined) return this.plain(token);
    const projectId = scope.kind === 'project' ? scope.id : undefined;
    const catalog = await this.#catalog.for({
      projectId,
      userId: token.trust?.trust.trustorUserId ?? userId,
      publicHost,
    });
    return tokenView(token, { ...this.#options(), catalog });
  }

  #options(): TokenViewOptions {
    const { admin_project_name: name, admin_project_domain_name: domainName } =
      this.#configuration.get(resourceOptions);
    return name === undefined || domainName === undefined ? {} : { adminProject: { name, domainName } };
  }
}
