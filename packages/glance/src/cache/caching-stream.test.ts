// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Configuration, silentLogger, type Logger } from '@stackport/config';
import { HashPool, Upload } from '@stackport/image-store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { imageCacheOptions } from '../options.js';
import { CacheFill, CorruptCacheData } from './cache-fill.js';
import { CacheFolder } from './cache-folder.js';
import { CacheRecords } from './cache-records.js';
import { cachingStream } from './caching-stream.js';
import { ImageCache } from './image-cache.js';

const MEBIBYTE = 1024 * 1024;

let folder: string;
let cache: ImageCache;
const imageId = randomUUID();
const lines: string[] = [];
const logger: Logger = { ...silentLogger, error: (message) => lines.push(message) };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackport-caching-stream-'));
  cache = (await ImageCache.open(
    Configuration.of([imageCacheOptions], { DEFAULT: { image_cache_dir: folder } }),
    silentLogger,
  ))!;
  lines.length = 0;
});
afterEach(async () => {
  await cache.close();
  await rm(folder, { recursive: true });
});

function pieces(data: Buffer, size: number): Readable {
  const parts: Buffer[] = [];
  for (let at = 0; at < data.length; at += size) parts.push(data.subarray(at, at + size));
  return Readable.from(parts);
}

function md5(data: Buffer): string {
  return createHash('md5').update(data).digest('hex');
}

async function leftOvers(): Promise<string[]> {
  return [
    ...(await readdir(join(folder, 'incomplete'))),
    ...(await readdir(folder)).filter((name) => name === imageId),
  ];
}

describe('a caching stream', () => {
  it.each([0, 1, 100, 256 * 1024, 3 * MEBIBYTE + 7])('passes %i bytes on, and has them in the cache', async (size) => {
    const data = randomBytes(size);
    const fill = await cache.claim(imageId);
    const stream = cachingStream(pieces(data, 60_000), fill!, { size, checksum: md5(data) }, logger);
    expect((await buffer(stream)).equals(data)).toBe(true);
    expect((await readFile(join(folder, imageId))).equals(data)).toBe(true);
    expect(lines).toEqual([]);
  });

  it('reads no faster than its reader', async () => {
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          given += 64 * 1024;
          yield Buffer.alloc(64 * 1024);
        }
      })(),
      { highWaterMark: 1 },
    );
    const fill = await cache.claim(imageId);
    const stream = cachingStream(endless, fill!, { size: undefined, checksum: undefined }, logger);
    await once(stream, 'readable');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(given).toBeLessThan(4 * MEBIBYTE);
    stream.destroy();
    await once(stream, 'close');
    expect(endless.destroyed).toBe(true);
  });

  it('leaves nothing when its reader goes away, and has no complaint', async () => {
    const fill = await cache.claim(imageId);
    const stream = cachingStream(
      pieces(randomBytes(4 * MEBIBYTE), 65_536),
      fill!,
      { size: 4 * MEBIBYTE, checksum: undefined },
      logger,
    );
    await once(stream, 'readable');
    stream.destroy();
    await once(stream, 'close');
    expect(await leftOvers()).toEqual([]);
    expect(lines).toEqual([]);
    const again = await cache.claim(imageId);
    expect(again).toBeDefined();
    await again?.giveUp();
  });

  it('fails as its source does, and leaves nothing', async () => {
    const source = Readable.from(
      (async function* () {
        yield Buffer.alloc(100_000);
        throw new Error('store is gone');
      })(),
    );
    const fill = await cache.claim(imageId);
    const stream = cachingStream(source, fill!, { size: undefined, checksum: undefined }, logger);
    await expect(buffer(stream)).rejects.toThrow('store is gone');
    expect(await leftOvers()).toEqual([]);
  });

  it('holds back the end of data that is not the image’s', async () => {
    const data = randomBytes(200_000);
    const fill = await cache.claim(imageId);
    const stream = cachingStream(
      pieces(data, 50_000),
      fill!,
      { size: data.length, checksum: md5(randomBytes(1)) },
      logger,
    );
    let received = 0;
    stream.on('data', (chunk: Buffer) => (received += chunk.length));
    const [error] = (await once(stream, 'error')) as [unknown];
    expect(error).toBeInstanceOf(CorruptCacheData);
    expect(received).toBeLessThan(data.length);
    expect(await leftOvers()).toEqual([]);
    expect(await readdir(join(folder, 'invalid'))).toEqual([imageId]);
    expect(lines).toEqual([`Checksum verification failed. Aborted caching of image '${imageId}'.`]);
  });

  it.each(['write', 'close'] as const)('goes on without the cache when the disk is full at %s', async (method) => {
    const base = new CacheFolder(folder);
    const records = await CacheRecords.open(join(folder, 'cache.db'));
    const hashes = new HashPool(2);
    const handle = (await base.create('incomplete', imageId))!;
    const whole = handle[method].bind(handle);
    let failed = false;
    const fails = async (...parameters: unknown[]): Promise<unknown> => {
      if (failed) return (whole as (...all: unknown[]) => Promise<unknown>)(...parameters);
      failed = true;
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    };
    Object.defineProperty(handle, method, { value: fails });
    const fill = new CacheFill({
      imageId,
      handle,
      folder: base,
      records,
      upload: new Upload(hashes),
      logger: silentLogger,
    });
    const data = randomBytes(9 * MEBIBYTE);
    const stream = cachingStream(pieces(data, 65_536), fill, { size: data.length, checksum: md5(data) }, logger);
    expect((await buffer(stream)).equals(data)).toBe(true);
    expect(await leftOvers()).toEqual([]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`Exception encountered while tee'ing image '${imageId}' into cache: Error: ENOSPC`);
    await hashes.close();
    records.close();
  });
});
