// SPDX-License-Identifier: Apache-2.0
import { KeystoneUnavailable } from '@stackport/keystone';
import { describe, expect, it } from 'vitest';
import { FakeTokenValidator } from './fake-token-validator.js';

describe('FakeTokenValidator', () => {
  it('knows what it gave out, until it is withdrawn or over', async () => {
    const keystone = new FakeTokenValidator();
    const token = keystone.issue({ project: 'p', user: 'u', roles: ['admin'] });
    expect(await keystone.validate(token)).toMatchObject({
      project: { id: 'p' },
      user: { id: 'u' },
      roles: [{ name: 'admin' }],
    });
    expect(await keystone.validate(token)).toBe(await keystone.validate(token));
    keystone.revoke(token);
    expect(await keystone.validate(token)).toBeUndefined();
    const over = keystone.issue({ expiresAt: Date.now() - 1 });
    expect(await keystone.validate(over)).toBeUndefined();
    expect(await keystone.validate(over, { allowExpired: true })).toBeDefined();
    expect(await keystone.validate('unknown')).toBeUndefined();
  });

  it('can be away', async () => {
    const keystone = new FakeTokenValidator();
    keystone.unavailable = true;
    await expect(keystone.validate(keystone.issue())).rejects.toBeInstanceOf(KeystoneUnavailable);
  });
});
