// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { PasswordHasher } from './password-hash.js';

const hasher = new PasswordHasher(10);

describe('a password hash', () => {
  it('fits its password and no other', async () => {
    const hash = await hasher.hash('pässword');
    expect(hash).toMatch(/^\$scrypt\$ln=10,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await hasher.verify('pässword', hash)).toBe(true);
    expect(await hasher.verify('password', hash)).toBe(false);
    expect(await hasher.verify('', hash)).toBe(false);
  });

  it('is salted', async () => {
    expect(await hasher.hash('same')).not.toBe(await hasher.hash('same'));
  });

  it("is read as passlib writes it, at passlib's cost", async () => {
    // Python's hashlib.scrypt with n=256, r=8, p=1, written as passlib does
    const known = '$scrypt$ln=8,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$N1ankSMjjaOn9n5jpUdbOAO8TtISJBZN2+JovxESbfc';
    expect(await hasher.verify('secret', known)).toBe(true);
    expect(await hasher.verify('secreT', known)).toBe(false);
  });

  it('of another kind, torn, or of an absurd cost fits nothing', async () => {
    for (const hash of [
      '',
      '$2b$12$abc',
      '$scrypt$ln=10,r=8,p=1$c2FsdA',
      '$scrypt$ln=31,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaA',
    ])
      expect(await hasher.verify('secret', hash)).toBe(false);
  });

  it('is never found for a user who does not exist', async () => {
    expect(await hasher.verifyNothing('anything')).toBe(false);
  });
});
