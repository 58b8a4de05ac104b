// SPDX-License-Identifier: Apache-2.0
import { KeyManagerError } from '../errors/keys.js';
import type { KeyManager } from './key-manager.js';

/** In the place of a key manager that this service has no client of: Barbican, Vault. Whatever is asked of it fails. */
export class MissingKeyManager implements KeyManager {
  readonly #backend: string;

  /** @param backend - `[key_manager] backend` */
  constructor(backend: string) {
    this.#backend = backend;
  }

  create(): Promise<string> {
    return this.#refuse();
  }

  clone(): Promise<string> {
    return this.#refuse();
  }

  get(): Promise<Buffer> {
    return this.#refuse();
  }

  delete(): Promise<void> {
    return this.#refuse();
  }

  async #refuse(): Promise<never> {
    throw new KeyManagerError(
      `[key_manager] backend ${this.#backend} is not one of this service's: cinder.keymgr.conf_key_mgr.ConfKeyManager`,
    );
  }
}
