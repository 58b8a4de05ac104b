// SPDX-License-Identifier: Apache-2.0
import { createHmac, timingSafeEqual } from 'node:crypto';
import { ByteReader, ByteWriter } from './bytes.js';
import { TOKEN_METHODS, type TokenPayload, type TokenScope } from './token-payload.js';

const FORM = 1;
const PREFIX = 'spt-';
const SIGNATURE_LENGTH = 32;
const LONGEST = 1024;
const SCOPES = ['unscoped', 'project', 'domain', 'system'] as const;
const HAS_TRUST = 0x10;
const HAS_APPLICATION_CREDENTIAL = 0x20;
const HAS_ACCESS_TOKEN = 0x40;
const HAS_PARENT = 0x80;

/**
 * Writes and reads tokens: a payload of about 100 bytes and its HMAC-SHA256, base64url behind a prefix, under 255
 * characters with ids of 32 hexadecimal digits. Whoever holds the key checks a token without asking anybody. Several keys
 * may read (a rotation); the first signs.
 */
export class TokenCodec {
  readonly #keys: readonly [Buffer, ...Buffer[]];

  /** @param keys - 32 bytes or more each, the signing one first. */
  constructor(keys: readonly [Buffer, ...Buffer[]]) {
    this.#keys = keys;
  }

  encode(payload: TokenPayload): string {
    const writer = new ByteWriter();
    const { scope, trustId, applicationCredentialId, accessTokenId, auditIds } = payload;
    writer.byte(FORM);
    writer.byte(
      SCOPES.indexOf(scope.kind) |
        (trustId === undefined ? 0 : HAS_TRUST) |
        (applicationCredentialId === undefined ? 0 : HAS_APPLICATION_CREDENTIAL) |
        (accessTokenId === undefined ? 0 : HAS_ACCESS_TOKEN) |
        (auditIds.length === 2 ? HAS_PARENT : 0),
    );
    writer.byte(payload.methods.reduce((bits, method) => bits | (1 << TOKEN_METHODS.indexOf(method)), 0));
    writer.time(payload.issuedAt);
    writer.time(payload.expiresAt);
    writer.id(payload.userId);
    for (const id of auditIds) writer.bytes(Buffer.from(id, 'base64url'), 16);
    if (scope.kind === 'project' || scope.kind === 'domain') writer.id(scope.id);
    for (const id of [trustId, applicationCredentialId, accessTokenId]) if (id !== undefined) writer.id(id);
    const body = writer.finish();
    return PREFIX + Buffer.concat([body, sign(body, this.#keys[0])]).toString('base64url');
  }

  /** What the token carries; undefined for one that we did not sign or that was tampered with. Expiry is not looked at. */
  decode(token: string): TokenPayload | undefined {
    if (!token.startsWith(PREFIX) || token.length > LONGEST) return undefined;
    const bytes = Buffer.from(token.slice(PREFIX.length), 'base64url');
    // Node ignores what is no base64url; of all spellings of the same bytes only ours is the token.
    if (bytes.length <= SIGNATURE_LENGTH || bytes.toString('base64url') !== token.slice(PREFIX.length))
      return undefined;
    const body = bytes.subarray(0, -SIGNATURE_LENGTH);
    const signature = bytes.subarray(-SIGNATURE_LENGTH);
    if (!this.#keys.some((key) => timingSafeEqual(sign(body, key), signature))) return undefined;
    return body[0] === FORM ? readBody(body) : undefined;
  }
}

function readBody(body: Buffer): TokenPayload {
  const reader = new ByteReader(body);
  reader.byte();
  const flags = reader.byte();
  const bits = reader.byte();
  const issuedAt = reader.time();
  const expiresAt = reader.time();
  const userId = reader.id();
  const audit = reader.bytes(16).toString('base64url');
  const auditIds: TokenPayload['auditIds'] =
    flags & HAS_PARENT ? [audit, reader.bytes(16).toString('base64url')] : [audit];
  const kind = SCOPES[flags & 0x03] ?? 'unscoped';
  const scope: TokenScope = kind === 'project' || kind === 'domain' ? { kind, id: reader.id() } : { kind };
  const trust = flags & HAS_TRUST ? { trustId: reader.id() } : {};
  const applicationCredential = flags & HAS_APPLICATION_CREDENTIAL ? { applicationCredentialId: reader.id() } : {};
  const accessToken = flags & HAS_ACCESS_TOKEN ? { accessTokenId: reader.id() } : {};
  const methods = TOKEN_METHODS.filter((_method, index) => (bits & (1 << index)) !== 0);
  return { userId, methods, scope, issuedAt, expiresAt, auditIds, ...trust, ...applicationCredential, ...accessToken };
}

const sign = (body: Buffer, key: Buffer): Buffer => createHmac('sha256', key).update(body).digest();
