// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { KeyManagerError } from '../errors/keys.js';
import { FIXED_KEY_ID, type KeyManager } from './key-manager.js';

/** Upstream's ConfKeyManager: one key for all volumes, so a copy of it is itself and it is never deleted. */
export class FixedKeyManager implements KeyManager {
  readonly #key: string | undefined;

  /** @param key - `[key_manager] fixed_key`, in hexadecimal */
  constructor(key?: string) {
    this.#key = key;
  }

  async create(): Promise<string> {
    return FIXED_KEY_ID;
  }

  async clone(_context: RequestContext, keyId: string): Promise<string> {
    requireFixed(keyId);
    return keyId;
  }

  async get(_context: RequestContext, keyId: string): Promise<Buffer> {
    requireFixed(keyId);
    if (this.#key === undefined) throw new KeyManagerError('config option key_manager.fixed_key is not defined');
    if (!/^([0-9a-f]{2})+$/i.test(this.#key))
      throw new KeyManagerError('config option key_manager.fixed_key is not in hexadecimal');
    return Buffer.from(this.#key, 'hex');
  }

  async delete(_context: RequestContext, keyId: string): Promise<void> {
    if (keyId !== FIXED_KEY_ID) throw new KeyManagerError('cannot delete non-existent key');
  }
}

function requireFixed(keyId: string): void {
  if (keyId !== FIXED_KEY_ID) throw new KeyManagerError(`${keyId} is not the key of the configuration`);
}
