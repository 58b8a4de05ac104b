// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { GuestImage } from '../guest.js';
import { imageOf } from '../test-guests.js';
import { ImageCache, type CachedImage } from './image-cache.js';
import { QemuImg } from './qemu-img.js';
import { testSettings } from './test-guest.js';

let folder: string;
let base: string;
let cache: ImageCache;
let downloads: number;

const cacheOf = (host: string): ImageCache => {
  const settings = testSettings(folder, { host });
  return new ImageCache(settings, new QemuImg(settings.qemuImg));
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'image-cache-'));
  base = join(folder, '_base');
  await writeFile(join(folder, 'image'), 'bytes');
  cache = cacheOf('host1');
  await cache.prepare();
  downloads = 0;
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function image(id: string): GuestImage {
  const plain = imageOf(join(folder, 'image'), 'raw', id);
  return {
    ...plain,
    download: (path) => {
      downloads += 1;
      return plain.download(path);
    },
  };
}

const keep = (cached: CachedImage): Promise<CachedImage> => Promise.resolve(cached);

it('fetches an image once, under the name that upstream gives it', async () => {
  const found = await Promise.all([1, 2, 3].map(() => cache.use(image('an id'), keep)));
  expect(downloads).toBe(1);
  // sha1 of the image's id
  expect(await readdir(base)).toEqual(['32590565f57d28357cb3f5d220e7786cad5a163b']);
  expect(found[0]?.size).toBe(5);
  expect(await readFile(found[0]?.path ?? '', 'utf8')).toBe('bytes');
});

it('takes a kernel as it is, and needs nobody for one that is here', async () => {
  const { id, download } = image('kernel');
  const sizes = (again: typeof download) =>
    cache.useAll({ kernel: { id, download: again } }, ({ image: none, kernel, names }) =>
      Promise.resolve([none, kernel?.size, names.length]),
    );
  expect(await sizes(download)).toEqual([undefined, 5, 1]);
  expect(await sizes(() => Promise.reject(new Error('nobody can be asked')))).toEqual([undefined, 5, 1]);
  expect(downloads).toBe(1);
});

it('keeps nothing of an image that did not come', async () => {
  const broken: GuestImage = {
    ...image('an id'),
    download: async (path) => {
      await writeFile(path, 'by');
      throw new Error('the connection was lost');
    },
  };
  await expect(cache.use(broken, keep)).rejects.toThrow('the connection was lost');
  expect(await readdir(base)).toEqual([]);
  await cache.use(image('an id'), keep);
});

it('removes at its start what this host left half fetched, and nothing of another host', async () => {
  let partial = '';
  const killed: GuestImage = {
    ...image('an id'),
    download: async (path) => {
      partial = path;
      await writeFile(path, 'by');
    },
  };
  await cache.use(killed, keep);
  await writeFile(partial, 'left');
  await cacheOf('host2').prepare();
  expect(await readdir(base)).toHaveLength(2);
  await cacheOf('host1').prepare();
  expect(await readdir(base)).toHaveLength(1);
});

it('removes what nobody uses and nobody has used for a while', async () => {
  const [used, held, fresh, old] = await Promise.all(
    ['used', 'held', 'fresh', 'old'].map((id) => cache.use(image(id), keep)),
  );
  const paths = [used, held, old].map((one) => one?.path ?? '');
  const anHourAgo = new Date(Date.now() - 3_600_000);
  await cache.use(image('held'), async () => {
    for (const path of paths) await utimes(path, anHourAgo, anHourAgo);
    await cache.removeUnused(new Set([used?.name ?? '']), 600);
  });
  const names = [used, held, fresh].map((one) => one?.name ?? '').sort();
  expect((await readdir(base)).sort()).toEqual(names);
});
