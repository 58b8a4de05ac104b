// SPDX-License-Identifier: Apache-2.0
import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { TestGlance, type TestGlanceInit } from '../../cache/test-support.js';

const admin = { token: 'p1:admin' };
const member = { token: 'p1:member' };
const nowhere = '11111111-2222-3333-4444-555555555555';

const started: TestGlance[] = [];
afterEach(async () => {
  for (const glance of started.splice(0)) await glance.stop();
});

async function start(init: Partial<TestGlanceInit> = {}): Promise<TestGlance> {
  const glance = await TestGlance.start({ flavor: 'keystone+cachemanagement', ...init });
  started.push(glance);
  return glance;
}

async function cachedImage(glance: TestGlance, data = 'hello'): Promise<string> {
  const imageId = await glance.image(data, {}, admin.token);
  await (await glance.download(imageId, admin)).text();
  return imageId;
}

async function queueOf(glance: TestGlance): Promise<unknown> {
  const answer = (await (await glance.ask('GET', '/v2/queued_images', admin)).json()) as { queued_images: unknown };
  return answer.queued_images;
}

async function messageOf(glance: TestGlance, method: string, path: string, asking: object = admin): Promise<string> {
  const response = await glance.ask(method, path, asking);
  return `${response.status} ${(await response.text()).split('\n').find((line) => line.includes('<br')) ?? ''}`.replace(
    / +/g,
    ' ',
  );
}

const OPERATIONS = [
  ['GET', '/v2/cache', 'cache_list'],
  ['DELETE', '/v2/cache', 'cache_delete'],
  ['PUT', '/v2/cache/ID', 'cache_image'],
  ['DELETE', '/v2/cache/ID', 'cache_delete'],
  ['GET', '/v2/cached_images', 'manage_image_cache'],
  ['DELETE', '/v2/cached_images', 'manage_image_cache'],
  ['DELETE', '/v2/cached_images/ID', 'manage_image_cache'],
  ['GET', '/v2/queued_images', 'manage_image_cache'],
  ['DELETE', '/v2/queued_images', 'manage_image_cache'],
  ['PUT', '/v2/queued_images/ID', 'manage_image_cache'],
  ['DELETE', '/v2/queued_images/ID', 'manage_image_cache'],
] as const;

describe('managing the cache', () => {
  it('needs the rule of each operation', async () => {
    const glance = await start();
    const imageId = await cachedImage(glance);
    for (const [method, path, rule] of OPERATIONS) {
      const refused = `403 You are not authorized to complete ${rule} action.<br /><br />`;
      expect(await messageOf(glance, method, path.replace('ID', imageId), member)).toBe(refused);
    }
    expect(await glance.cacheFiles()).toEqual([imageId]);
  });

  it.each(OPERATIONS)('%s %s follows a policy file', async (method, path, rule) => {
    const glance = await start({ policy: [`"${rule}": "role:member"`] });
    const imageId = await glance.image('hello', {}, admin.token);
    expect((await glance.ask(method, path.replace('ID', imageId), member)).status).toBeLessThan(300);
    expect((await glance.ask(method, path.replace('ID', imageId), { token: 'p1:reader' })).status).toBe(403);
  });

  it.each(OPERATIONS)('%s %s is not found where there is no cache', async (method, path) => {
    const glance = await start({ caching: false });
    const imageId = await glance.image('hello', {}, admin.token);
    expect(await messageOf(glance, method, path.replace('ID', imageId))).toBe(
      '404 Caching via API is not supported at this site.<br /><br />',
    );
    expect((await glance.ask(method, path.replace('ID', imageId), member)).status).toBe(403);
  });
});

describe('/v2/cache', () => {
  it('shows what is cached and queued', async () => {
    const glance = await start();
    const empty = await glance.ask('GET', '/v2/cache', admin);
    expect(empty.status).toBe(200);
    expect(await empty.json()).toEqual({ cached_images: [], queued_images: [] });
    const imageId = await cachedImage(glance);
    await (await glance.download(imageId, admin)).text();
    await glance.ask('PUT', `/v2/queued_images/${nowhere}`, admin);
    const state = async (): Promise<unknown> => (await glance.ask('GET', '/v2/cache', admin)).json();
    const time = expect.any(Number) as unknown;
    await expect.poll(state).toEqual({
      cached_images: [{ image_id: imageId, hits: 1, last_accessed: time, last_modified: time, size: 5 }],
      queued_images: [nowhere],
    });
  });

  it('takes no body, and knows no other method', async () => {
    const glance = await start();
    const headers = { 'Content-Type': 'application/json' };
    expect(await messageOf(glance, 'GET', '/v2/cache', { ...admin, headers, body: '{}' })).toBe(
      '400 A body is not expected with this request.<br /><br />',
    );
    const posted = await glance.ask('POST', '/v2/cache', admin);
    expect(posted.status).toBe(405);
    expect(posted.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET']);
    const other = await glance.ask('POST', `/v2/cache/${nowhere}`, admin);
    expect(other.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'PUT']);
  });

  it('caches an image that is asked for, in the background', async () => {
    const glance = await start();
    const imageId = await glance.image('hello', {}, admin.token);
    const accepted = await glance.ask('PUT', `/v2/cache/${imageId}`, admin);
    expect(accepted.status).toBe(202);
    expect(await accepted.text()).toBe('');
    await expect.poll(() => glance.cacheFiles()).toEqual([imageId]);
    expect(await readFile(join(glance.folder, 'cache', imageId), 'utf8')).toBe('hello');
    await expect.poll(() => queueOf(glance)).toEqual([]);
    expect((await glance.ask('PUT', `/v2/cache/${imageId}`, admin)).status).toBe(202);
    await unlink(join(glance.folder, 'images', imageId));
    expect(await (await glance.download(imageId, admin)).text()).toBe('hello');
  });

  it('leaves an image in the queue that could not be cached', async () => {
    const glance = await start();
    const imageId = await glance.image('hello', {}, admin.token);
    await unlink(join(glance.folder, 'images', imageId));
    expect((await glance.ask('PUT', `/v2/cache/${imageId}`, admin)).status).toBe(202);
    await expect.poll(() => glance.log.join('')).toContain(`Failed to cache image '${imageId}'`);
    expect(await queueOf(glance)).toEqual([imageId]);
    expect(await glance.cacheFiles('incomplete')).toEqual([]);
  });

  it('caches no image that is not there or not active', async () => {
    const glance = await start();
    expect(await messageOf(glance, 'PUT', `/v2/cache/${nowhere}`)).toBe(`404 Image ${nowhere} not found.<br /><br />`);
    expect(await messageOf(glance, 'PUT', '/v2/cache/nope')).toBe('404 Image nope not found.<br /><br />');
    const created = await glance.ask('POST', '/v2/images', { body: '{"name":"empty"}', ...admin });
    const { id } = (await created.json()) as { id: string };
    expect(await messageOf(glance, 'PUT', `/v2/cache/${id}`)).toBe(
      '400 Only images with status active can be targeted for queueing<br /><br />',
    );
    expect(await messageOf(glance, 'PUT', `/v2/cache/${id}`, { ...admin, body: '{' })).toBe(
      '400 Malformed JSON in request body.<br /><br />',
    );
    expect(await queueOf(glance)).toEqual([]);
  });

  it('drops an image, also one that only the cache knows', async () => {
    const glance = await start();
    const imageId = await cachedImage(glance);
    await glance.ask('PUT', `/v2/queued_images/${nowhere}`, admin);
    for (const id of [imageId, nowhere])
      expect((await glance.ask('DELETE', `/v2/cache/${id}`, admin)).status).toBe(204);
    expect(await glance.cacheFiles()).toEqual([]);
    expect(await queueOf(glance)).toEqual([]);
    expect((await glance.ask('DELETE', `/v2/cache/${imageId}`, admin)).status).toBe(204);
    expect(await messageOf(glance, 'DELETE', `/v2/cache/${nowhere}`)).toBe(
      `404 Image ${nowhere} not found.<br /><br />`,
    );
  });

  it.each([
    ['cache', [], [nowhere]],
    ['Queue', ['image'], []],
    ['', [], []],
    [undefined, [], []],
  ])('clears what is named: %s', async (target, cached, queued) => {
    const glance = await start();
    const imageId = await cachedImage(glance);
    await glance.ask('PUT', `/v2/queued_images/${nowhere}`, admin);
    const headers: Record<string, string> = target === undefined ? {} : { 'x-image-cache-clear-target': target };
    expect((await glance.ask('DELETE', '/v2/cache', { ...admin, headers })).status).toBe(204);
    expect(await glance.cacheFiles()).toEqual(cached.map(() => imageId));
    expect(await queueOf(glance)).toEqual(queued);
  });

  it('clears nothing that it does not know', async () => {
    const glance = await start();
    const headers = { 'x-image-cache-clear-target': 'foo' };
    const imageId = await cachedImage(glance);
    expect(await messageOf(glance, 'DELETE', '/v2/cache', { ...admin, headers })).toBe(
      '400 If provided &#x27;x-image-cache-clear-target&#x27; must be &#x27;cache&#x27;, &#x27;queue&#x27; or empty string.<br /><br />',
    );
    expect(await glance.cacheFiles()).toEqual([imageId]);
  });
});

describe('the cachemanage filter', () => {
  it('lists and drops cached images', async () => {
    const glance = await start();
    const imageId = await cachedImage(glance);
    await cachedImage(glance);
    const listed = (await (await glance.ask('GET', '/v2.16/cached_images', admin)).json()) as {
      cached_images: { image_id: string }[];
    };
    expect(listed.cached_images.map((image) => image.image_id)).toEqual(await glance.cacheFiles());
    for (let time = 0; time < 2; time++) {
      const dropped = await glance.ask('DELETE', `/v2/cached_images/${imageId}`, admin);
      expect([dropped.status, dropped.headers.get('content-type'), await dropped.text()]).toEqual([
        200,
        'application/json',
        'null',
      ]);
    }
    expect(await glance.cacheFiles()).toHaveLength(1);
    expect(await (await glance.ask('DELETE', '/v2/cached_images', admin)).json()).toEqual({ num_deleted: 1 });
    expect(await (await glance.ask('GET', '/v2/cached_images', admin)).json()).toEqual({ cached_images: [] });
  });

  it('queues and unqueues images, whether they are there or not', async () => {
    const glance = await start();
    const queued = await glance.ask('PUT', `/v2/queued_images/${nowhere}`, admin);
    expect([queued.status, await queued.text()]).toEqual([200, 'null']);
    expect(await queueOf(glance)).toEqual([nowhere]);
    expect(await (await glance.ask('DELETE', `/v2/queued_images/${nowhere}`, admin)).text()).toBe('null');
    expect(await (await glance.ask('DELETE', '/v2/queued_images', admin)).json()).toEqual({ num_deleted: 0 });
  });

  it('makes no file of what is no image id', async () => {
    const glance = await start();
    for (const id of ['..', '%2e%2e', 'nope', 'cache.db']) {
      expect((await glance.ask('PUT', `/v2/queued_images/${id}`, admin)).status).toBe(404);
      expect((await glance.ask('DELETE', `/v2/cached_images/${id}`, admin)).status).toBe(200);
    }
    expect(await queueOf(glance)).toEqual([]);
    expect((await readFile(join(glance.folder, 'cache', 'cache.db'))).length).toBeGreaterThan(0);
  });

  it('lets pass what is not its own', async () => {
    const glance = await start();
    for (const [method, path] of [
      ['POST', '/v2/cached_images'],
      ['GET', '/v2/cached_images/'],
      ['GET', `/v2/cached_images/${nowhere}`],
    ] as const)
      expect((await glance.ask(method, path, admin)).status).toBe(404);
    expect((await glance.ask('GET', '/v2/images', admin)).status).toBe(200);
  });

  it('is not there without its filter', async () => {
    const glance = await start({ flavor: 'keystone+caching' });
    expect((await glance.ask('GET', '/v2/cached_images', admin)).status).toBe(404);
  });
});
