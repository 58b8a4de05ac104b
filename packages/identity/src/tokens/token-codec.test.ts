// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenCodec } from './token-codec.js';
import { TOKEN_METHODS, type TokenPayload, type TokenScope } from './token-payload.js';

const key = randomBytes(32);
const codec = new TokenCodec([key]);

const hexadecimal = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const id = fc.oneof(
  hexadecimal,
  fc.constant('default'),
  fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme-ascii' }),
);
const auditId = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));
const scope: fc.Arbitrary<TokenScope> = fc.oneof(
  fc.constant({ kind: 'unscoped' } as const),
  fc.constant({ kind: 'system' } as const),
  id.map((value) => ({ kind: 'project', id: value }) as const),
  id.map((value) => ({ kind: 'domain', id: value }) as const),
);
const payload: fc.Arbitrary<TokenPayload> = fc.record(
  {
    userId: id,
    methods: fc.subarray([...TOKEN_METHODS]),
    scope,
    issuedAt: fc.nat({ max: 2 ** 47 }),
    expiresAt: fc.nat({ max: 2 ** 47 }),
    auditIds: fc.oneof(fc.tuple(auditId), fc.tuple(auditId, auditId)),
    trustId: hexadecimal,
    applicationCredentialId: hexadecimal,
    accessTokenId: hexadecimal,
  },
  { requiredKeys: ['userId', 'methods', 'scope', 'issuedAt', 'expiresAt', 'auditIds'] },
);

const usual: TokenPayload = {
  userId: 'a'.repeat(32),
  methods: ['password', 'token'],
  scope: { kind: 'project', id: 'b'.repeat(32) },
  issuedAt: 1_700_000_000_123,
  expiresAt: 1_700_003_600_000,
  auditIds: [randomBytes(16).toString('base64url'), randomBytes(16).toString('base64url')],
};

describe('a token', () => {
  it('carries what was put into it', () => {
    fc.assert(
      fc.property(payload, (one) => {
        expect(codec.decode(codec.encode(one))).toEqual(one);
      }),
    );
  });

  it('stays under 255 characters with every field in it', () => {
    const full = {
      ...usual,
      trustId: 'c'.repeat(32),
      applicationCredentialId: 'd'.repeat(32),
      accessTokenId: 'e'.repeat(32),
    };
    expect(codec.encode(full).length).toBeLessThan(255);
    expect(codec.encode(usual)).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it('is refused with any of its characters changed', () => {
    const token = codec.encode(usual);
    for (let index = 0; index < token.length; index++) {
      const other = token[index] === 'A' ? 'B' : 'A';
      expect(codec.decode(token.slice(0, index) + other + token.slice(index + 1))).toBeUndefined();
    }
  });

  it('is refused cut short, made longer, and signed by another', () => {
    const token = codec.encode(usual);
    expect(codec.decode(token.slice(0, -1))).toBeUndefined();
    expect(codec.decode(`${token}A`)).toBeUndefined();
    expect(codec.decode(`${token}!`)).toBeUndefined();
    expect(codec.decode('')).toBeUndefined();
    expect(codec.decode(new TokenCodec([randomBytes(32)]).encode(usual))).toBeUndefined();
  });

  it('is read by an older key after a rotation', () => {
    const rotated = new TokenCodec([randomBytes(32), key]);
    expect(rotated.decode(codec.encode(usual))).toEqual(usual);
    expect(codec.decode(rotated.encode(usual))).toBeUndefined();
  });

  it('is never mistaken for arbitrary text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(codec.decode(`spt-${text}`)).toBeUndefined();
      }),
    );
  });
});
