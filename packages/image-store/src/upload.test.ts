// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { SizeMismatch, UnknownHashingAlgo } from './errors.js';
import { HashPool } from './hashing/hash-pool.js';
import { BLOCK_SIZE } from './hashing/block-pool.js';
import { Upload } from './upload.js';

const pool = new HashPool();
const upload = new Upload(pool);
afterAll(() => pool.close());

const digest = (algorithm: string, bytes: Uint8Array): string => createHash(algorithm).update(bytes).digest('hex');

/** Collects pieces, and checks that they come one after the other and without gaps. */
function collector(): {
  readonly write: (bytes: Uint8Array, position: number) => Promise<void>;
  readonly bytes: () => Buffer;
} {
  const pieces: Buffer[] = [];
  let [length, busy] = [0, false];
  return {
    write: async (bytes, position) => {
      expect([busy, position]).toEqual([false, length]);
      busy = true;
      await new Promise((resolve) => setImmediate(resolve));
      pieces.push(Buffer.from(bytes));
      length += bytes.length;
      busy = false;
    },
    bytes: () => Buffer.concat(pieces),
  };
}

describe('Upload', () => {
  it('writes and hashes exactly what comes, in whatever pieces', async () => {
    const lengths = fc.array(
      fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.constantFrom(BLOCK_SIZE - 1, BLOCK_SIZE, 3 * BLOCK_SIZE + 7)),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(lengths, fc.boolean(), async (parts, announced) => {
        const chunks = parts.map((length) => randomBytes(length));
        const whole = Buffer.concat(chunks);
        const into = collector();
        const data = Readable.from(chunks, { objectMode: false });
        const result = await upload.run(data, announced ? whole.length : undefined, {}, into.write);
        expect(into.bytes().equals(whole)).toBe(true);
        expect(result).toEqual({
          size: whole.length,
          checksum: digest('md5', whole),
          multihash: digest('sha512', whole),
        });
      }),
      { numRuns: 25 },
    );
  });

  it('takes another algorithm, and md5 for both', async () => {
    const bytes = randomBytes(5000);
    const into = collector();
    const first = await upload.run(Readable.from([bytes]), undefined, { hashAlgorithm: 'sha3_256' }, into.write);
    expect(first.multihash).toBe(digest('sha3-256', bytes));
    const second = await upload.run(Readable.from([bytes]), undefined, { hashAlgorithm: 'md5' }, collector().write);
    expect(second.multihash).toBe(second.checksum);
  });

  it('reads nothing for an unknown algorithm', async () => {
    const data = Readable.from([Buffer.from('x')]);
    await expect(upload.run(data, 1, { hashAlgorithm: 'sha0' }, collector().write)).rejects.toThrow(UnknownHashingAlgo);
    expect(data.readableDidRead).toBe(false);
  });

  it('shows every byte to a verifier, and fails with it', async () => {
    const seen: Buffer[] = [];
    await upload.run(
      Readable.from(['ab', 'c']),
      3,
      { verifier: { update: (b) => seen.push(Buffer.from(b)) } },
      collector().write,
    );
    expect(Buffer.concat(seen).toString()).toBe('abc');
    const verifier = {
      update: () => {
        throw new Error('bad signature');
      },
    };
    await expect(upload.run(Readable.from(['abc']), 3, { verifier }, collector().write)).rejects.toThrow(
      'bad signature',
    );
  });

  it('tells when the size is not the announced one', async () => {
    await expect(upload.run(Readable.from(['abc']), 4, {}, collector().write)).rejects.toThrow(
      new SizeMismatch({ received: 3, announced: 4 }),
    );
    await expect(upload.run(Readable.from(['abc', 'd']), 3, {}, collector().write)).rejects.toThrow(SizeMismatch);
  });

  it('stops reading an endless stream as soon as it is too long, and leaves it open', async () => {
    let given = 0;
    const endless = new Readable({
      read() {
        given += 65536;
        this.push(Buffer.alloc(65536));
      },
    });
    await expect(upload.run(endless, 100_000, {}, collector().write)).rejects.toThrow(SizeMismatch);
    expect(given).toBeLessThan(1_000_000);
    expect(endless.destroyed).toBe(false);
    endless.destroy();
  });

  it('fails with the first failing write, and writes nothing after it', async () => {
    let writes = 0;
    const data = Readable.from(
      Array.from({ length: 20 }, () => Buffer.alloc(BLOCK_SIZE)),
      { objectMode: false },
    );
    const running = upload.run(data, undefined, {}, async () => {
      writes += 1;
      if (writes === 2) throw new Error('disk on fire');
    });
    await expect(running).rejects.toThrow('disk on fire');
    expect(writes).toBe(2);
    expect(data.destroyed).toBe(false);
    data.destroy();
  });

  it('fails with the stream, when no write is under way any more', async () => {
    let busy = false;
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(3 * BLOCK_SIZE);
      throw new Error('client went away');
    }
    const running = upload.run(Readable.from(broken(), { objectMode: false }), undefined, {}, async () => {
      busy = true;
      await new Promise((resolve) => setTimeout(resolve, 50));
      busy = false;
    });
    await expect(running).rejects.toThrow('client went away');
    expect(busy).toBe(false);
  });

  it('fails when the stream is destroyed without an error', async () => {
    const data = new Readable({ read: () => undefined });
    data.push(Buffer.alloc(10));
    setTimeout(() => data.destroy(), 20);
    await expect(upload.run(data, undefined, {}, collector().write)).rejects.toThrow('Premature close');
  });

  it('reads no faster than the writes go', async () => {
    let [given, written, most] = [0, 0, 0];
    const data = new Readable({
      highWaterMark: 65536,
      read() {
        given += 65536;
        this.push(given > 16 * 1024 * 1024 ? null : Buffer.alloc(65536));
      },
    });
    await upload.run(data, undefined, {}, async (bytes) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      most = Math.max(most, given - written);
      written += bytes.length;
    });
    expect(most).toBeLessThan(4 * 1024 * 1024);
  });
});
