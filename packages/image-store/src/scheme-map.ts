// SPDX-License-Identifier: Apache-2.0
import { UnknownScheme } from './errors.js';
import { schemeOf } from './location.js';
import type { RegisteredStore } from './registered-store.js';

/** Which stores take URIs of a scheme: SCHEME_TO_CLS_MAP, and SCHEME_TO_CLS_BACKEND_MAP where there are several. */
export class SchemeMap {
  readonly #stores = new Map<string, RegisteredStore[]>();

  register(store: RegisteredStore): void {
    for (const scheme of store.driver.schemes) this.#stores.set(scheme, [...this.ofScheme(scheme), store]);
  }

  get schemes(): readonly string[] {
    return [...this.#stores.keys()];
  }

  ofScheme(scheme: string): readonly RegisteredStore[] {
    return this.#stores.get(scheme) ?? [];
  }

  /** @throws UnknownScheme when no store takes such URIs. */
  ofUri(uri: string): readonly RegisteredStore[] {
    const scheme = schemeOf(uri);
    const stores = this.ofScheme(scheme);
    if (stores.length === 0) throw new UnknownScheme({ scheme });
    return stores;
  }
}
