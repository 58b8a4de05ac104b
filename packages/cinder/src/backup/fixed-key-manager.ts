// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { CinderError } from '../errors/base.js';
import type { KeyManager } from './ports.js';

/** The id of the one key that a configuration file has (`[key_manager] fixed_key`). */
export const FIXED_KEY_ID = '00000000-0000-0000-0000-000000000000';

export class KeyManagerError extends CinderError {
  constructor(reason: string) {
    super(`key manager error: ${reason}`);
  }
}

/** Upstream's ConfKeyManager: one key for all volumes, so a copy of it is itself and it is never deleted. */
export class FixedKeyManager implements KeyManager {
  async clone(_context: RequestContext, keyId: string): Promise<string> {
    requireFixed(keyId);
    return keyId;
  }

  async delete(_context: RequestContext, keyId: string): Promise<void> {
    requireFixed(keyId);
  }
}

function requireFixed(keyId: string): void {
  if (keyId !== FIXED_KEY_ID) throw new KeyManagerError(`${keyId} is not the key of the configuration`);
}
