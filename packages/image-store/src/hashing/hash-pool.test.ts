// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { UnknownHashingAlgo } from '../errors.js';
import { cryptoNameOf } from './algorithms.js';
import { HashPool } from './hash-pool.js';

const pools: HashPool[] = [];

function newPool(limit?: number): HashPool {
  const pool = new HashPool(limit);
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(bytes.length + 10);
  new Uint8Array(memory).set(bytes);
  return memory;
}

// Digests of "abc" as Python's hashlib gives them, shortened.
const digestsOfAbc: Readonly<Record<string, string>> = {
  md5: '900150983cd24fb0d6963f7d28e17f72',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  sha256: 'ba7816bf8f01cfea414140de5dae2223',
  sha512: 'ddaf35a193617abacc417349ae204131',
  sha512_256: '53048e2681941ef99b2e29b76b4c7dab',
  sha3_256: '3a985da74fe225b2045c172d6bd390bd',
  sha3_512: 'b751850b1a57168a5693cd924b6b096e',
  blake2b: 'ba80a53f981c4d0d6a2797b69f12f6e9',
  blake2s: '508c5e8c327c14e2e1a72ba34eeb452f',
};

describe('HashPool', () => {
  it.each(Object.entries(digestsOfAbc))('%s is hashlib’s', async (algorithm, begin) => {
    const hash = newPool(1).start(algorithm);
    await hash.update(shared(Buffer.from('ab')), 2);
    await hash.update(shared(Buffer.from('cd')), 1);
    expect(await hash.digest()).toMatch(new RegExp(`^${begin}`));
  });

  it.each(['sha3', 'SHA512', 'shake_128', 'RSA-MD5', '', '../x'])('%s is no algorithm', (algorithm) => {
    expect(() => newPool().start(algorithm)).toThrow(UnknownHashingAlgo);
    expect(() => cryptoNameOf(algorithm)).toThrow(`Unknown hashing algorithm identifier: ${algorithm}`);
  });

  it('keeps many hashes apart on few threads', async () => {
    const pool = newPool(2);
    const results = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const hash = pool.start('sha256');
        const expected = createHash('sha256');
        for (let i = 0; i < 20; i++) {
          const bytes = randomBytes(1 + i * 31);
          expected.update(bytes);
          await hash.update(shared(bytes), bytes.length);
        }
        return [await hash.digest(), expected.digest('hex')];
      }),
    );
    for (const [is, should] of results) expect(is).toBe(should);
    expect(pool.size).toBe(2);
  });

  it('starts no thread before it is needed, and uses an idle one again', async () => {
    const pool = newPool(4);
    expect(pool.size).toBe(0);
    await pool.start('md5').digest();
    await pool.start('md5').digest();
    expect(pool.size).toBe(1);
    const [a, b] = [pool.start('md5'), pool.start('sha512')];
    expect(pool.size).toBe(2);
    a.abandon();
    b.abandon();
    expect(await pool.start('md5').digest()).toBe(createHash('md5').digest('hex'));
    expect(pool.size).toBe(2);
  });

  it('fails what is under way when it is closed, and starts nothing more', async () => {
    const pool = newPool();
    const hash = pool.start('sha512');
    const update = hash.update(new SharedArrayBuffer(64 * 1024 * 1024), 64 * 1024 * 1024);
    const failed = expect(update).rejects.toThrow('has ended');
    await pool.close();
    await failed;
    expect(() => pool.start('md5')).toThrow('closed');
  });
});
