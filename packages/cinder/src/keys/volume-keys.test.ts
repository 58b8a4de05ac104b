// SPDX-License-Identifier: Apache-2.0
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { describe, expect, it } from 'vitest';
import type { Encryption } from '../generated/mysql/client.js';
import { keyManagerOptions } from '../options/index.js';
import { createKeyManager } from './create-key-manager.js';
import { FIXED_KEY_ID } from './key-manager.js';
import { VolumeKeys } from './volume-keys.js';

const context = new RequestContext({ userId: 'u', projectId: 'p', roles: ['member'] });
const CONF = 'cinder.keymgr.conf_key_mgr.ConfKeyManager';

const encryption = (values: Partial<Encryption> = {}): Encryption =>
  ({
    provider: 'luks',
    controlLocation: 'front-end',
    cipher: 'aes-xts-plain64',
    keySize: 256,
    ...values,
  }) as Encryption;

function keysOf(
  settings: { readonly backend?: string; readonly fixed_key?: string },
  types: Readonly<Record<string, Encryption>> = { luks: encryption() },
) {
  const manager = createKeyManager(
    Configuration.of([keyManagerOptions], { key_manager: { ...settings } }),
    silentLogger,
  );
  const getEncryption = async (id: string | null | undefined) => types[id ?? ''] ?? null;
  return { manager, keys: new VolumeKeys({ types: { getEncryption }, manager, logger: silentLogger }) };
}

describe('keys of volumes', () => {
  it('are the one of the configuration, which is told by its id and never deleted', async () => {
    for (const settings of [{ backend: CONF, fixed_key: '0aFF' }, { fixed_key: '0aFF' }]) {
      const { keys, manager } = keysOf(settings);
      expect(await keys.forNewVolume(context, 'luks', null)).toBe(FIXED_KEY_ID);
      expect(await keys.forNewVolume(context, 'luks', FIXED_KEY_ID)).toBe(FIXED_KEY_ID);
      expect(await manager.get(context, FIXED_KEY_ID)).toEqual(Buffer.from([10, 255]));
      await keys.delete(context, FIXED_KEY_ID);
      expect(await manager.get(context, FIXED_KEY_ID)).toHaveLength(2);
    }
  });

  it('are none where the type is not encrypted, whatever the source has', async () => {
    const { keys } = keysOf({});
    expect(await keys.forNewVolume(context, 'plain', FIXED_KEY_ID)).toBeNull();
  });

  it('that are not there are told of without details', async () => {
    for (const settings of [{}, { backend: 'barbican' }]) {
      const { keys } = keysOf(settings);
      await expect(keys.forNewVolume(context, 'luks', null)).rejects.toThrow(/^Key manager error$/);
      await expect(keys.delete(context, FIXED_KEY_ID)).rejects.toThrow('Unable to delete encryption key for volume: ');
    }
    const { keys, manager } = keysOf({ backend: CONF });
    await expect(keys.forNewVolume(context, 'luks', 'another')).rejects.toThrow(/^Key manager error$/);
    await expect(keys.delete(context, 'another')).rejects.toThrow(
      'Unable to delete encryption key for volume: key manager error: cannot delete non-existent key',
    );
    await expect(manager.get(context, FIXED_KEY_ID)).rejects.toThrow('key_manager.fixed_key is not defined');
    await expect(keysOf({ fixed_key: 'xyz' }).manager.get(context, FIXED_KEY_ID)).rejects.toThrow('not in hexadecimal');
  });

  it('need a cipher, and differ with what the types say', async () => {
    const { keys } = keysOf(
      { backend: CONF },
      {
        luks: encryption(),
        same: encryption(),
        other: encryption({ keySize: 512 }),
        odd: encryption({ cipher: null }),
      },
    );
    await expect(keys.forNewVolume(context, 'odd', null)).rejects.toThrow('Invalid encryption spec');
    expect(await keys.differ('luks', 'same')).toBe(false);
    expect(await keys.differ('luks', 'other')).toBe(true);
    expect(await keys.differ('luks', 'plain')).toBe(true);
    expect(await keys.differ('plain', 'plain too')).toBe(false);
  });
});
