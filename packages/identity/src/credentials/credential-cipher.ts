// SPDX-License-Identifier: Apache-2.0
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/**
 * Encrypts the blobs of credentials (AES-256-GCM), so that who reads their table, or a log of its statements, does not
 * read them. The key is in another table of the same database: a copy of all of it gives them away.
 */
export class CredentialCipher {
  readonly #key: Buffer;
  /** Names the key, as upstream's `key_hash`. */
  readonly keyHash: string;

  /** @param key - 32 bytes. */
  constructor(key: Buffer) {
    this.#key = key;
    this.keyHash = createHash('sha1').update(key).digest('hex');
  }

  encrypt(text: string): string {
    const nonce = randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, encrypted, cipher.getAuthTag()]).toString('base64url');
  }

  /** Throws `Error` for what was not encrypted with this key. */
  decrypt(encrypted: string): string {
    const bytes = Buffer.from(encrypted, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE_LENGTH));
    decipher.setAuthTag(bytes.subarray(-TAG_LENGTH));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_LENGTH, -TAG_LENGTH)), decipher.final()]).toString(
      'utf8',
    );
  }
}
