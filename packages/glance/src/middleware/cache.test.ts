// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Response } from '@stackport/wsgi';
import { afterEach, describe, expect, it } from 'vitest';
import { TestGlance, type TestGlanceInit } from '../cache/test-support.js';

const started: TestGlance[] = [];
afterEach(async () => {
  for (const glance of started.splice(0)) await glance.stop();
});

async function start(init: TestGlanceInit = { flavor: 'caching' }): Promise<TestGlance> {
  const glance = await TestGlance.start(init);
  started.push(glance);
  return glance;
}

/** Where the file store has an image's data. */
function stored(glance: TestGlance, imageId: string): string {
  return join(glance.folder, 'images', imageId);
}

function cached(glance: TestGlance, imageId: string): string {
  return join(glance.folder, 'cache', imageId);
}

/** An image that only the cache has: its data is taken from the store. */
async function onlyCached(glance: TestGlance, data: string, fields: object = {}, token?: string): Promise<string> {
  const imageId = await glance.image(data, fields, token);
  expect(await (await glance.download(imageId, token === undefined ? {} : { token })).text()).toBe(data);
  await unlink(stored(glance, imageId));
  return imageId;
}

async function textOf(response: Response, status: number): Promise<string> {
  expect(response.status).toBe(status);
  return response.text();
}

describe('the cache filter', () => {
  it('fills the cache with a download, and serves the next from it with the same headers', async () => {
    const glance = await start();
    const imageId = await glance.image('hello world');
    const headersOf = (response: Response): Record<string, string> =>
      Object.fromEntries(
        [...response.headers]
          .map(([name, value]) => [name.toLowerCase(), value] as const)
          .filter(([name]) => name !== 'x-openstack-request-id'),
      );
    const first = await glance.download(imageId);
    expect(await textOf(first, 200)).toBe('hello world');
    expect(await readFile(cached(glance, imageId), 'utf8')).toBe('hello world');
    await unlink(stored(glance, imageId));
    const second = await glance.download(imageId);
    expect(await textOf(second, 200)).toBe('hello world');
    expect(second.headers.get('x-openstack-request-id')).toMatch(/^req-/);
    expect(headersOf(second)).toEqual(headersOf(first));
    expect(headersOf(second)).toEqual({
      'content-type': 'application/octet-stream',
      'content-length': '11',
      'content-md5': createHash('md5').update('hello world').digest('hex'),
    });
    expect(glance.log.join('')).toContain(`Cache hit for image '${imageId}'`);
  });

  it('serves no part from the cache, and caches no part', async () => {
    const glance = await start();
    const imageId = await glance.image('hello world');
    for (const [name, value] of [
      ['Range', 'bytes=0-4'],
      ['Content-Range', 'bytes 0-4/*'],
    ] as const) {
      const part = await glance.download(imageId, { headers: { [name]: value } });
      expect(await textOf(part, 206)).toBe('hello');
      expect(part.headers.get('content-range')).toBe('bytes 0-4/11');
    }
    expect(await glance.cacheFiles()).toEqual([]);
    await (await glance.download(imageId)).text();
    // The store's copy is changed, so that it shows where the part comes from.
    await writeFile(stored(glance, imageId), 'HELLO WORLD');
    expect(await textOf(await glance.download(imageId, { headers: { Range: 'bytes=0-4' } }), 206)).toBe('HELLO');
    expect(await textOf(await glance.download(imageId), 200)).toBe('hello world');
  });

  it('caches nothing of an image without data, nor of other requests', async () => {
    const glance = await start();
    const created = await glance.ask('POST', '/v2/images', { body: JSON.stringify({ name: 'empty' }) });
    const { id } = (await created.json()) as { id: string };
    expect((await glance.download(id)).status).toBe(204);
    expect((await glance.ask('GET', `/v2/images/${id}`)).status).toBe(200);
    expect((await glance.ask('GET', '/v2/images/detail/file')).status).toBe(404);
    expect(await glance.cacheFiles()).toEqual([]);
    expect(await glance.cacheFiles('incomplete')).toEqual([]);
  });

  it('fills once for many downloads at a time', async () => {
    const glance = await start();
    const data = randomBytes(3_000_000);
    const imageId = await glance.image(data);
    const responses = await Promise.all(Array.from({ length: 5 }, () => glance.download(imageId)));
    expect(await glance.cacheFiles('incomplete')).toEqual([imageId]);
    const texts = await Promise.all(
      responses.map(async (response) =>
        createHash('md5')
          .update(await bytesOf(response))
          .digest('hex'),
      ),
    );
    expect(new Set(texts)).toEqual(new Set([createHash('md5').update(data).digest('hex')]));
    expect(glance.log.join('').split("Tee'ing image")).toHaveLength(2);
    expect((await readFile(cached(glance, imageId))).equals(data)).toBe(true);
  });

  it('keeps nothing of a download whose client goes away', async () => {
    const glance = await start();
    const imageId = await glance.image(randomBytes(5_000_000));
    const torn = (await glance.download(imageId)).body as Readable;
    await once(torn, 'readable');
    expect(await glance.cacheFiles('incomplete')).toEqual([imageId]);
    torn.destroy();
    await expect.poll(() => glance.cacheFiles('incomplete')).toEqual([]);
    expect(await glance.cacheFiles()).toEqual([]);
    expect(await glance.cacheFiles('invalid')).toEqual([]);
    expect((await bytesOf(await glance.download(imageId))).length).toBe(5_000_000);
    expect(await glance.cacheFiles()).toEqual([imageId]);
  });

  it('tears a download whose data is not the image’s, and does not cache it', async () => {
    const glance = await start();
    const imageId = await glance.image('hello world');
    await writeFile(stored(glance, imageId), 'HELLO WORLD');
    await expect((await glance.download(imageId)).text()).rejects.toThrow('Checksum verification failed');
    expect(await glance.cacheFiles()).toEqual([]);
    expect(await glance.cacheFiles('invalid')).toEqual([imageId]);
  });

  it('drops what is not the image’s data any more', async () => {
    const glance = await start();
    const imageId = await glance.image('hello world');
    await (await glance.download(imageId)).text();
    await writeFile(cached(glance, imageId), 'hell');
    expect(await textOf(await glance.download(imageId), 200)).toBe('hello world');
    expect(await readFile(cached(glance, imageId), 'utf8')).toBe('hello world');
  });

  it('drops the entry of a deleted image, and only then', async () => {
    const glance = await start();
    const imageId = await onlyCached(glance, 'hello', { protected: true });
    expect((await glance.ask('DELETE', `/v2/images/${imageId}`)).status).toBe(403);
    expect(await glance.cacheFiles()).toEqual([imageId]);
    const headers = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' };
    const body = JSON.stringify([{ op: 'replace', path: '/protected', value: false }]);
    expect((await glance.ask('PATCH', `/v2/images/${imageId}`, { headers, body })).status).toBe(200);
    expect((await glance.ask('DELETE', `/v2/images/${imageId}`)).status).toBe(204);
    expect(await glance.cacheFiles()).toEqual([]);
    expect((await glance.download(imageId)).status).toBe(404);
  });

  it('answers 404 for a file in the cache whose image is gone', async () => {
    const glance = await start();
    const imageId = '11111111-2222-3333-4444-555555555555';
    await writeFile(cached(glance, imageId), 'left over');
    expect(await textOf(await glance.download(imageId), 404)).toContain(`No image found with ID ${imageId}`);
  });

  it('serves without the cache when that cannot be used', async () => {
    const glance = await start();
    const imageId = await glance.image('hello');
    await rm(join(glance.folder, 'cache', 'incomplete'), { recursive: true });
    expect(await textOf(await glance.download(imageId), 200)).toBe('hello');
    expect(glance.log.join('')).toContain('The image cache failed. Continuing without it.');
    await rm(join(glance.folder, 'cache'), { recursive: true });
    await writeFile(join(glance.folder, 'cache'), 'a file');
    expect(await textOf(await glance.download(imageId), 200)).toBe('hello');
    expect((await glance.ask('DELETE', `/v2/images/${imageId}`)).status).toBe(204);
  });

  it('serves without the cache what it cannot read', async () => {
    const glance = await start();
    const imageId = await glance.image('hello');
    // A link that leads to itself: it is there, and nobody can open it.
    await symlink(imageId, cached(glance, imageId));
    expect(await textOf(await glance.download(imageId), 200)).toBe('hello');
    expect(glance.log.join('')).toContain('ELOOP');
  });
});

describe('who may download from the cache', () => {
  const owner = 'p1:member';
  const other = 'p2:member';

  it('is who may see the image', async () => {
    const glance = await start({ flavor: 'keystone+caching' });
    const imageId = await onlyCached(glance, 'secret', { visibility: 'private' }, owner);
    expect(await textOf(await glance.download(imageId, { token: owner }), 200)).toBe('secret');
    expect((await glance.download(imageId, { token: other })).status).toBe(404);
    expect((await glance.download(imageId)).status).toBe(401);
    expect(await textOf(await glance.download(imageId, { token: 'p3:admin' }), 200)).toBe('secret');
  });

  it('is a member of a shared image', async () => {
    const glance = await start({ flavor: 'keystone+caching' });
    const imageId = await onlyCached(glance, 'shared', { visibility: 'shared' }, owner);
    expect((await glance.download(imageId, { token: other })).status).toBe(404);
    const added = await glance.ask('POST', `/v2/images/${imageId}/members`, { body: '{"member":"p2"}', token: owner });
    expect(added.status).toBe(200);
    expect(await textOf(await glance.download(imageId, { token: other }), 200)).toBe('shared');
  });

  it('is who the download rule allows', async () => {
    const policy = ['"download_image": "role:admin"'];
    const glance = await start({ flavor: 'keystone+caching', policy });
    const imageId = await onlyCached(glance, 'for admins', {}, 'p1:admin');
    expect(await textOf(await glance.download(imageId, { token: owner }), 403)).toContain(
      'You are not authorized to complete download_image action.',
    );
    expect(await textOf(await glance.download(imageId, { token: 'p1:admin' }), 200)).toBe('for admins');
  });

  it('is nobody while the image is deactivated', async () => {
    const glance = await start({ flavor: 'keystone+caching' });
    const imageId = await onlyCached(glance, 'hello', {}, owner);
    const act = (action: string) =>
      glance.ask('POST', `/v2/images/${imageId}/actions/${action}`, { token: 'p1:admin' });
    expect((await act('deactivate')).status).toBe(204);
    expect((await glance.download(imageId, { token: owner })).status).toBe(403);
    // An administrator may read it, but from its store, where it is not any more.
    expect((await glance.download(imageId, { token: 'p1:admin' })).status).toBe(204);
    expect((await act('reactivate')).status).toBe(204);
    expect(await textOf(await glance.download(imageId, { token: owner }), 200)).toBe('hello');
  });
});

describe('a stock pipeline', () => {
  const flavors = ['caching', 'cachemanagement', 'keystone+caching', 'keystone+cachemanagement'];

  it.each(flavors)('%s is built without image_cache_dir, and caches nothing', async (flavor) => {
    const glance = await start({ flavor, caching: false });
    const token = 'p1:admin';
    const imageId = await glance.image('hello', {}, token);
    expect(await textOf(await glance.download(imageId, { token }), 200)).toBe('hello');
    const warnings = glance.log.filter((line) => line.includes('image_cache_dir'));
    expect(warnings.filter((line) => line.includes('WARNING'))).toHaveLength(1);
    expect(await readdir(glance.folder)).not.toContain('cache');
    const versions = JSON.stringify(await (await glance.ask('GET', '/versions')).json());
    expect(versions).not.toContain('v2.16');
  });

  it.each(flavors)('%s caches with it, and has the versions of caching', async (flavor) => {
    const glance = await start({ flavor });
    const token = 'p1:admin';
    await onlyCached(glance, 'hello', {}, token);
    expect(await glance.cacheFiles()).toHaveLength(1);
    const { versions } = (await (await glance.ask('GET', '/versions')).json()) as {
      versions: { id: string; status: string }[];
    };
    expect(versions.slice(0, 3).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'v2.16 CURRENT',
      'v2.15 SUPPORTED',
      'v2.14 SUPPORTED',
    ]);
  });
});

async function bytesOf(response: Response): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response.body as Readable) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
