// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CredentialCipher } from './credential-cipher.js';

const cipher = new CredentialCipher(randomBytes(32));

describe('what is encrypted', () => {
  it('is read again with the same key, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cipher.decrypt(cipher.encrypt(text))).toBe(text);
      }),
    );
  });

  it('is not read with another key, or when it was changed', () => {
    const encrypted = cipher.encrypt('secret');
    expect(Buffer.from(encrypted, 'base64url').toString('latin1')).not.toContain('secret');
    expect(() => new CredentialCipher(randomBytes(32)).decrypt(encrypted)).toThrow();
    const bytes = Buffer.from(encrypted, 'base64url');
    bytes[14] = (bytes[14] ?? 0) ^ 1;
    expect(() => cipher.decrypt(bytes.toString('base64url'))).toThrow();
  });

  it('never looks the same', () => {
    expect(cipher.encrypt('secret')).not.toBe(cipher.encrypt('secret'));
  });
});
