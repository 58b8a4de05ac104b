// SPDX-License-Identifier: Apache-2.0
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Letters that anyone can type: hexadecimal digits. @param length - of the text */
export function randomKey(length: number): string {
  return randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length);
}

/** What the database keeps of a key: upstream's HMAC-SHA1 under the salt, so that either service accepts the other's. */
export function cryptHash(salt: string, authKey: string): string {
  return createHmac('sha1', salt).update(authKey).digest('hex');
}

/** Takes the same time for every wrong key. */
export function isKey(authKey: string, { salt, hash }: { readonly salt: string; readonly hash: string }): boolean {
  const expected = Buffer.from(hash);
  const given = Buffer.from(cryptHash(salt, authKey));
  return given.length === expected.length && timingSafeEqual(given, expected);
}
