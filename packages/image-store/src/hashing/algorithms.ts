// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { UnknownHashingAlgo } from '../errors.js';

/** hashlib's names and OpenSSL's, where they differ. */
const opensslNames: Readonly<Partial<Record<string, string>>> = {
  blake2b: 'blake2b512',
  blake2s: 'blake2s256',
  sha3_224: 'sha3-224',
  sha3_256: 'sha3-256',
  sha3_384: 'sha3-384',
  sha3_512: 'sha3-512',
  sha512_224: 'sha512-224',
  sha512_256: 'sha512-256',
};

const sameNames = ['md5', 'md5-sha1', 'ripemd160', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sm3'];

/**
 * The name that node:crypto has for an algorithm of Python's hashlib. The two shakes are left out: their digest has
 * no length of its own, and upstream fails on them too.
 * @throws UnknownHashingAlgo
 */
export function cryptoNameOf(hashlibName: string): string {
  const name = sameNames.includes(hashlibName) ? hashlibName : opensslNames[hashlibName];
  if (name === undefined) throw new UnknownHashingAlgo({ algo: hashlibName });
  try {
    // One may be listed and not be there: legacy algorithms, or a FIPS provider.
    createHash(name);
    return name;
  } catch (error) {
    throw new UnknownHashingAlgo({ algo: hashlibName }, { cause: error });
  }
}
