// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Configuration, silentLogger, type Logger } from '@stackport/config';
import { StoreContainer } from '@stackport/image-store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGlanceDatabase, type GlanceDatabase } from '../database.js';
import { ImageRepository } from '../images/image-repository.js';
import { Image, type ImageStatus } from '../images/image.js';
import { imageCacheOptions } from '../options.js';
import { ImageCache } from './image-cache.js';
import { PrefetchWorker } from './prefetch-worker.js';
import { Prefetcher } from './prefetcher.js';

let folder: string;
let cache: ImageCache;
let stores: StoreContainer;
let database: GlanceDatabase;
let images: ImageRepository;
let prefetcher: Prefetcher;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackport-prefetcher-'));
  lines = [];
  const note = (line: string): void => void lines.push(line);
  const logger: Logger = { ...silentLogger, named: () => logger, debug: note, info: note, warning: note, error: note };
  const configuration = Configuration.of([imageCacheOptions], {
    DEFAULT: { image_cache_dir: join(folder, 'cache') },
    glance_store: { stores: ['file'], filesystem_store_datadir: join(folder, 'images') },
  });
  cache = (await ImageCache.open(configuration, silentLogger))!;
  stores = await StoreContainer.create(configuration, silentLogger);
  database = await openGlanceDatabase(`sqlite:///${join(folder, 'glance.sqlite')}`, { logger: silentLogger });
  images = new ImageRepository(database);
  const data = {
    open: async (one: Image) => (await stores.get(one.fields.locations[0]!.url)).data,
  };
  prefetcher = new Prefetcher({ cache, images, data, logger });
});
afterEach(async () => {
  await cache.close();
  await stores.close();
  await database.close();
  await rm(folder, { recursive: true });
});

async function image(bytes: Buffer, status: ImageStatus = 'active'): Promise<string> {
  const id = randomUUID();
  const stored = await stores.add(undefined, id, Readable.from([bytes]), bytes.length);
  const at = new Date('2026-01-01T00:00:00Z');
  const none = { virtualSize: null, osHashAlgo: null, osHashValue: null, properties: {}, tags: [], member: null };
  await images.add(
    new Image({
      ...none,
      id,
      name: 'x',
      status,
      visibility: 'private',
      size: bytes.length,
      checksum: createHash('md5').update(bytes).digest('hex'),
      diskFormat: 'raw',
      containerFormat: 'bare',
      minDisk: 0,
      minRam: 0,
      owner: 'p1',
      protected: false,
      osHidden: false,
      createdAt: at,
      updatedAt: at,
      locations: [{ url: stored.uri, metadata: {}, status: 'active' }],
    }),
  );
  return id;
}

describe('the prefetcher', () => {
  it('caches all of the queue', async () => {
    expect(await prefetcher.run()).toBe(true);
    expect(lines).toEqual(['Nothing to prefetch.']);
    const all = new Map<string, Buffer>();
    for (let index = 0; index < 6; index++) {
      const bytes = randomBytes(100_000 + index);
      all.set(await image(bytes), bytes);
    }
    for (const id of all.keys()) await cache.queue(id);
    expect(await prefetcher.run()).toBe(true);
    expect(lines).toContain('Successfully cached all 6 images');
    for (const [id, bytes] of all) expect((await readFile(join(folder, 'cache', id))).equals(bytes)).toBe(true);
    expect(await cache.queuedImages()).toEqual([]);
  });

  it('leaves in the queue what is not there, not active, or not to be read', async () => {
    const [missing, inactive, damaged] = [
      randomUUID(),
      await image(Buffer.from('a'), 'deactivated'),
      await image(Buffer.from('b')),
    ];
    await writeFile(join(folder, 'images', damaged), 'c');
    const good = await image(Buffer.from('d'));
    const ids = [missing, inactive, damaged, good];
    for (const id of ids) await cache.queue(id);
    expect(await prefetcher.run()).toBe(false);
    expect(lines).toContain(`Image '${missing}' not found`);
    expect(lines).toContain(`Image '${inactive}' is not active. Not caching.`);
    expect(lines).toContain('Failed to successfully cache all images in queue.');
    expect((await cache.queuedImages()).sort()).toEqual([missing, inactive, damaged].sort());
    expect(await cache.isCached(good)).toBe(true);
  });

  it('takes from the queue what is cached already', async () => {
    const id = await image(Buffer.from('a'));
    expect(await prefetcher.fetch(id)).toBe(true);
    await writeFile(join(folder, 'cache', 'queue', id), '');
    expect(await prefetcher.run()).toBe(true);
    expect(await cache.queuedImages()).toEqual([]);
  });
});

describe('the worker', () => {
  it('stops at once, and leaves the rest in the queue', async () => {
    const ids = [await image(randomBytes(20_000_000)), await image(Buffer.from('b'))];
    const worker = new PrefetchWorker(prefetcher, silentLogger);
    for (const id of ids) {
      await cache.queue(id);
      worker.submit(id);
    }
    await expect.poll(() => cache.isBeingCached(ids[0]!), { interval: 1 }).toBe(true);
    await worker.close();
    expect((await cache.queuedImages()).sort()).toEqual([...ids].sort());
    for (const id of ids) {
      expect(await cache.isBeingCached(id)).toBe(false);
      expect(await cache.isCached(id)).toBe(false);
    }
  });
});
