// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { keyManagerOptions } from '../options/index.js';
import { FixedKeyManager } from './fixed-key-manager.js';
import type { KeyManager } from './key-manager.js';
import { MissingKeyManager } from './missing-key-manager.js';

/**
 * The key manager that `[key_manager]` names. A configured `fixed_key` is used whatever the name: upstream lets it
 * stand beside Barbican for old volumes, and there is no Barbican here.
 */
export function createKeyManager(configuration: Configuration, logger: Logger): KeyManager {
  const { backend, fixed_key: key } = configuration.get(keyManagerOptions);
  const isFixed = backend.endsWith('ConfKeyManager');
  if (!isFixed && key === undefined) return new MissingKeyManager(backend);
  logger.warning('This key manager is insecure and is not recommended for production deployments');
  return new FixedKeyManager(key);
}
