// SPDX-License-Identifier: Apache-2.0
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { DatabaseSync } from '@photostructure/sqlite';
import { Configuration, silentLogger } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { imageCacheOptions } from '../options.js';
import { CorruptCacheData } from './cache-fill.js';
import { BadCacheConfiguration, ImageCache } from './image-cache.js';

let folder: string;
let opened: ImageCache[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackport-image-cache-'));
  opened = [];
});
afterEach(async () => {
  for (const cache of opened) await cache.close();
  await rm(folder, { recursive: true });
});

async function openCache(options: Record<string, unknown> = {}, logger = silentLogger): Promise<ImageCache> {
  const values = { DEFAULT: { image_cache_dir: join(folder, 'cache'), ...options } };
  const cache = await ImageCache.open(Configuration.of([imageCacheOptions], values), logger);
  if (cache === undefined) throw new Error('no cache');
  opened.push(cache);
  return cache;
}

async function fill(cache: ImageCache, data: string, imageId: string = randomUUID()): Promise<string> {
  const claimed = await cache.claim(imageId);
  await claimed!.from(Readable.from([Buffer.from(data)]), { size: data.length, checksum: md5(data) });
  return imageId;
}

function md5(data: string): string {
  return createHash('md5').update(data).digest('hex');
}

function files(place: string): Promise<string[]> {
  return readdir(join(folder, 'cache', place));
}

async function readAll(cache: ImageCache, imageId: string): Promise<string | undefined> {
  const cached = await cache.read(imageId);
  return cached === undefined ? undefined : (await buffer(cached.data)).toString();
}

describe('an image cache', () => {
  it('is not there where no folder is configured', async () => {
    expect(await ImageCache.open(Configuration.of([imageCacheOptions]), silentLogger)).toBeUndefined();
  });

  it('keeps an image under its id, with the record that Python reads', async () => {
    const cache = await openCache();
    const before = Date.now() / 1000;
    const id = await fill(cache, 'hello');
    expect(await readFile(join(folder, 'cache', id), 'utf8')).toBe('hello');
    expect(await files('incomplete')).toEqual([]);
    const database = new DatabaseSync(join(folder, 'cache', 'cache.db'));
    const rows = database.prepare('SELECT * FROM cached_images').all();
    database.close();
    expect(rows).toHaveLength(1);
    const row = rows[0] as Record<string, number>;
    expect(row).toMatchObject({ image_id: id, size: 5, hits: 0, checksum: md5('hello') });
    expect(row.last_accessed).toBeGreaterThanOrEqual(before - 1);
    expect(row.last_modified).toBe(row.last_accessed);
  });

  it('counts a hit for what is read to its end, and none for the rest', async () => {
    const cache = await openCache();
    const id = await fill(cache, 'hello');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await readAll(cache, id)).toBe('hello');
    const dropped = await cache.read(id);
    dropped!.data.destroy();
    await expect.poll(async () => (await cache.cachedImages())[0]?.hits).toBe(1);
    const [record] = await cache.cachedImages();
    expect(record!.lastAccessed).toBeGreaterThan(record!.lastModified);
    expect(await readAll(cache, randomUUID())).toBeUndefined();
  });

  it('gives an image to one of those that want to fill it, in all processes', async () => {
    const [cache, other] = [await openCache(), await openCache()];
    const id = randomUUID();
    const claims = await Promise.all([cache.claim(id), other.claim(id), cache.claim(id)]);
    const winners = claims.filter((claim) => claim !== undefined);
    expect(winners).toHaveLength(1);
    expect(await other.isBeingCached(id)).toBe(true);
    expect(await other.queue(id)).toBe(false);
    await winners[0]!.giveUp();
    expect(await files('incomplete')).toEqual([]);
    await fill(other, 'x', id);
    expect(await cache.claim(id)).toBeUndefined();
    expect(await readAll(cache, id)).toBe('x');
  });

  it('moves data whose checksum is wrong to invalid', async () => {
    const cache = await openCache();
    const id = randomUUID();
    const claim = await cache.claim(id);
    const filling = claim!.from(Readable.from([Buffer.from('hello')]), { size: 5, checksum: md5('other') });
    await expect(filling).rejects.toBeInstanceOf(CorruptCacheData);
    expect(await files('invalid')).toEqual([id]);
    expect(await files('incomplete')).toEqual([]);
    expect(await cache.isCached(id)).toBe(false);
    expect(await cache.cachedImages()).toEqual([]);
  });

  it('keeps nothing of data that is torn, too short or too long', async () => {
    const cache = await openCache();
    const id = randomUUID();
    const torn = Readable.from(
      (async function* () {
        yield Buffer.from('he');
        throw new Error('torn');
      })(),
    );
    for (const data of [torn, Readable.from([Buffer.from('hell')]), Readable.from([Buffer.from('hello!')])]) {
      const claim = await cache.claim(id);
      await expect(claim!.from(data, { size: 5, checksum: undefined })).rejects.toThrow();
      for (const place of ['incomplete', 'invalid']) expect(await files(place)).toEqual([]);
    }
    expect(await cache.isCached(id)).toBe(false);
  });

  it('takes an image from the queue once it is cached', async () => {
    const cache = await openCache();
    const [first, second] = [randomUUID(), randomUUID()];
    expect(await cache.queue(first)).toBe(true);
    expect(await cache.queue(second)).toBe(true);
    expect(await cache.queue(second)).toBe(false);
    await utimes(join(folder, 'cache', 'queue', second), 1, 1);
    expect(await cache.queuedImages()).toEqual([second, first]);
    await fill(cache, 'x', second);
    expect(await cache.queuedImages()).toEqual([first]);
    expect(await cache.queue(second)).toBe(false);
    expect(await cache.clearQueue()).toBe(1);
  });

  it('drops images, and only files that are images', async () => {
    const cache = await openCache();
    const [id] = [await fill(cache, 'a'), await fill(cache, 'b')];
    await writeFile(join(folder, 'cache', 'note.txt'), 'mine');
    await cache.delete(id);
    expect(await cache.isCached(id)).toBe(false);
    expect(await cache.cachedImages()).toHaveLength(1);
    expect(await cache.size()).toBe(1);
    expect(await cache.deleteAll()).toBe(1);
    expect(await cache.cachedImages()).toEqual([]);
    expect((await files('.')).sort()).toEqual(['cache.db', 'incomplete', 'invalid', 'note.txt', 'queue']);
  });

  it('knows nothing of ids that are no UUIDs', async () => {
    const cache = await openCache();
    await writeFile(join(folder, 'secret'), 's');
    for (const id of ['../secret', '..', '', 'cache.db', 'nope', `${randomUUID()}/x`, `${randomUUID()}\n`]) {
      expect(await cache.isCached(id)).toBe(false);
      expect(await cache.read(id)).toBeUndefined();
      expect(await cache.claim(id)).toBeUndefined();
      expect(await cache.queue(id)).toBe(false);
      await cache.delete(id);
      await cache.dequeue(id);
    }
    expect(await readFile(join(folder, 'secret'), 'utf8')).toBe('s');
    expect(await cache.queuedImages()).toEqual([]);
  });

  it('takes sqlite where xattr is configured, and says so', async () => {
    const lines: string[] = [];
    const logger = {
      ...silentLogger,
      warning: (line: string) => lines.push(line),
      info: (line: string) => lines.push(line),
    };
    const cache = await openCache({ image_cache_driver: 'xattr' }, logger);
    await fill(cache, 'x');
    expect(lines[0]).toContain("Image cache driver 'xattr' failed to load");
    expect(lines[1]).toBe('Defaulting to SQLite driver.');
  });

  it('refuses a folder that cannot be used', async () => {
    await writeFile(join(folder, 'cache'), 'a file');
    await expect(openCache()).rejects.toBeInstanceOf(BadCacheConfiguration);
    await rm(join(folder, 'cache'));
    await mkdir(join(folder, 'cache'));
    await writeFile(join(folder, 'cache', 'cache.db'), 'this is no database, but long enough to be looked at as one');
    await expect(openCache()).rejects.toBeInstanceOf(BadCacheConfiguration);
  });

  it('waits for another process that writes', async () => {
    const cache = await openCache();
    const other = new DatabaseSync(join(folder, 'cache', 'cache.db'));
    other.exec('BEGIN EXCLUSIVE');
    const filling = fill(cache, 'x');
    await new Promise((resolve) => setTimeout(resolve, 100));
    other.exec('COMMIT');
    other.close();
    await filling;
    expect(await cache.cachedImages()).toHaveLength(1);
  });
});

describe('pruning', () => {
  it('drops the least recently used until the rest fits', async () => {
    const cache = await openCache({ image_cache_max_size: 20 });
    const ids: string[] = [];
    for (let index = 0; index < 4; index++) ids.push(await fill(cache, '0123456789'));
    const database = new DatabaseSync(join(folder, 'cache', 'cache.db'));
    [3, 1, 4, 2].forEach((at, index) =>
      database.prepare('UPDATE cached_images SET last_accessed = ? WHERE image_id = ?').run(at, ids[index]!),
    );
    database.close();
    expect(await cache.prune()).toEqual({ files: 2, bytes: 20 });
    expect((await cache.cachedImages()).map(({ imageId }) => imageId).sort()).toEqual([ids[0], ids[2]].sort());
    expect(await cache.size()).toBe(20);
    expect(await cache.prune()).toEqual({ files: 0, bytes: 0 });
  });

  it('finds files that no record names', async () => {
    const cache = await openCache({ image_cache_max_size: 0 });
    await writeFile(join(folder, 'cache', randomUUID()), 'lost');
    expect(await cache.prune()).toEqual({ files: 1, bytes: 4 });
    expect(await cache.size()).toBe(0);
  });
});

describe('cleaning', () => {
  it('removes what is invalid and what stalled', async () => {
    const cache = await openCache({ image_cache_stall_time: 60 });
    const [invalid, stalled, coming] = [randomUUID(), randomUUID(), randomUUID()];
    await writeFile(join(folder, 'cache', 'invalid', invalid), 'x');
    for (const id of [stalled, coming]) await writeFile(join(folder, 'cache', 'incomplete', id), 'x');
    const old = Date.now() / 1000 - 61;
    await utimes(join(folder, 'cache', 'incomplete', stalled), old, old);
    await cache.clean();
    expect(await files('invalid')).toEqual([]);
    expect(await files('incomplete')).toEqual([coming]);
    await utimes(join(folder, 'cache', 'incomplete', coming), old, old);
    await cache.clean(10);
    expect(await files('incomplete')).toEqual([]);
  });
});
