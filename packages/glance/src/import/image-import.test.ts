// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { IMPORT_LOCK } from '../images/image-locks.js';
import { ADMIN, LiveGlance, MEMBER } from './test-support.js';

const DATA = randomBytes(300_000);
const SHA512 = createHash('sha512').update(DATA).digest('hex');

let glance: LiveGlance;
let web: http.Server;
let webUrl: string;
const asked: string[] = [];

beforeAll(async () => {
  web = http.createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`);
    if (request.url === '/disk.img') response.setHeader('Content-Length', DATA.length).end(DATA);
    else if (request.url === '/chunked') {
      response.write(DATA);
      response.end();
    } else if (request.url === '/torn') {
      response.setHeader('Content-Length', DATA.length).write(DATA.subarray(0, 1000));
      setTimeout(() => response.destroy(), 20);
    } else if (request.url === '/away') response.writeHead(302, { Location: 'http://169.254.169.254/latest' }).end();
    else if (request.url === '/moved') response.writeHead(301, { Location: '/disk.img' }).end();
    else if (request.url === '/endless') response.write(DATA.subarray(0, 1000));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  webUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
});
afterAll(() => {
  web.closeAllConnections();
  web.close();
});
afterEach(() => glance.close());

const begin = (id: string, body: Record<string, unknown>, token = MEMBER) =>
  glance.ask('POST', `/v2/images/${id}/import`, body, { 'X-Auth-Token': token });

const direct = { method: { name: 'glance-direct' } };
const download = (path: string) => ({ method: { name: 'web-download', uri: `${webUrl}${path}` } });
const copy = { method: { name: 'copy-image' } };

describe('glance-direct', () => {
  it('stages data and imports it', async () => {
    glance = await LiveGlance.start({ values: { DEFAULT: { worker_self_reference_url: 'http://me.example.org' } } });
    const id = await glance.create();
    expect((await begin(id, direct)).status).toBe(409);
    expect((await glance.ask('PUT', `/v2/images/${id}/stage`, DATA)).status).toBe(204);
    const staged = await glance.image(id);
    expect(staged).toMatchObject({ status: 'uploading', size: DATA.length, checksum: null });
    // Neither the host nor the lease is for clients.
    expect(Object.keys(staged).filter((name) => name.startsWith('os_glance'))).toEqual([]);
    expect(await glance.files('staging')).toEqual([id]);
    const reply = await begin(id, direct);
    expect([reply.status, reply.text]).toEqual([202, '']);
    expect(await glance.finished(id)).toMatchObject({
      type: 'api_image_import',
      status: 'success',
      message: 'Copied 0 MiB',
      result: { image_id: id },
      image_id: id,
      user_id: 'user-demo',
      input: { image_id: id, import_req: direct, backend: [null] },
    });
    expect(await glance.image(id)).toMatchObject({
      status: 'active',
      size: DATA.length,
      virtual_size: DATA.length,
      os_hash_value: SHA512,
      os_glance_importing_to_stores: '',
      os_glance_failed_import: '',
    });
    expect(await glance.files('staging')).toEqual([]);
    expect(await glance.files('images')).toEqual([id]);
    expect((await begin(id, direct)).text).toContain('Image with status active cannot be target for import');
  });

  it('refuses a second stage, and stages nothing for those who may not', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create({ visibility: 'public' }, { 'X-Auth-Token': ADMIN });
    const stage = (token: string, type = 'application/octet-stream') =>
      glance.ask('PUT', `/v2/images/${id}/stage`, DATA, { 'X-Auth-Token': token, 'Content-Type': type });
    expect((await stage(MEMBER)).status).toBe(403);
    expect((await stage(ADMIN, 'text/plain')).status).toBe(415);
    expect((await stage(ADMIN)).status).toBe(204);
    const again = await stage(ADMIN);
    expect([again.status, again.text]).toEqual([
      409,
      expect.stringContaining('from uploading to uploading is not allowed'),
    ]);
    expect((await glance.ask('PUT', '/v2/images/nope/stage', DATA)).status).toBe(404);
    expect(await glance.files('staging')).toEqual([id]);
  });

  it.each([
    ['image_size_cap', { image_size_cap: 1000 }, 'The incoming image is too large'],
    ['user_storage_quota', { user_storage_quota: '1000B' }, 'Image exceeds the storage quota'],
  ])('stages nothing beyond %s, announced or not', async (_name, values, message) => {
    glance = await LiveGlance.start({ values: { DEFAULT: values } });
    const id = await glance.create();
    const announced = await glance.ask('PUT', `/v2/images/${id}/stage`, DATA);
    const { request, reply } = glance.begin('PUT', `/v2/images/${id}/stage`, {
      'Content-Type': 'application/octet-stream',
    });
    request.end(DATA);
    for (const { status, text } of [announced, await reply])
      expect([status, text]).toEqual([413, expect.stringContaining(message)]);
    expect(await glance.image(id)).toMatchObject({ status: 'queued', size: null });
    expect(await glance.files('staging')).toEqual([]);
  });

  it('leaves nothing of data that is cut, and the image can be staged again', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    const { request } = glance.begin('PUT', `/v2/images/${id}/stage`, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(DATA.length),
    });
    request.on('error', () => undefined);
    request.write(DATA.subarray(0, 200_000));
    await expect.poll(async () => (await glance.image(id)).status).toBe('uploading');
    // Not to be imported while it comes.
    expect((await begin(id, direct)).status).toBe(409);
    request.destroy();
    await expect.poll(async () => (await glance.image(id)).status).toBe('queued');
    expect(await glance.files('staging')).toEqual([]);
    expect((await glance.ask('PUT', `/v2/images/${id}/stage`, DATA)).status).toBe(204);
    expect((await glance.ask('DELETE', `/v2/images/${id}`)).status).toBe(204);
    expect(await glance.files('staging')).toEqual([]);
  });

  it('makes the image queued again where the store takes nothing', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    await glance.ask('PUT', `/v2/images/${id}/stage`, DATA);
    rmSync(join(glance.folder, 'images'), { recursive: true });
    writeFileSync(join(glance.folder, 'images'), 'no folder');
    expect((await begin(id, direct)).status).toBe(202);
    expect(await glance.finished(id)).toMatchObject({
      status: 'failure',
      message: 'Task failed due to Internal Error',
      result: null,
    });
    expect(await glance.image(id)).toMatchObject({ status: 'queued', size: null, checksum: null });
    expect(await glance.files('staging')).toEqual([]);
  });

  it('lets one of many imports begin', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    await glance.ask('PUT', `/v2/images/${id}/stage`, DATA);
    const replies = await Promise.all(Array.from({ length: 8 }, () => begin(id, direct)));
    expect(replies.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 409)).toHaveLength(7);
    expect(await glance.finished(id)).toMatchObject({ status: 'success' });
    expect((await glance.json<{ tasks: unknown[] }>(`/v2/images/${id}/tasks`)).tasks).toHaveLength(1);
  });
});

describe('web-download', () => {
  it.each(['/disk.img', '/chunked', '/moved'])('fetches %s', async (path) => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    expect((await begin(id, download(path))).status).toBe(202);
    expect(await glance.finished(id)).toMatchObject({ status: 'success' });
    expect(await glance.image(id)).toMatchObject({ status: 'active', size: DATA.length, os_hash_value: SHA512 });
    expect(await glance.files('staging')).toEqual([]);
  });

  it.each(['/torn', '/away', '/none'])('fails on %s, and leaves the image as it was', async (path) => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    expect((await begin(id, download(path))).status).toBe(202);
    expect(await glance.finished(id)).toMatchObject({
      status: 'failure',
      message: 'Task failed due to Internal Error',
    });
    expect(await glance.image(id)).toMatchObject({ status: 'queued', size: null, os_glance_failed_import: '' });
    expect([...(await glance.files('staging')), ...(await glance.files('images'))]).toEqual([]);
    expect(asked.every((line) => line.startsWith('127.0.0.1:'))).toBe(true);
  });

  it.each([undefined, 'file:///etc/passwd', 'http://localhost/', 'http://127.0.0.1:22/', 5])(
    'does not ask %s',
    async (uri) => {
      glance = await LiveGlance.start();
      const id = await glance.create();
      const reply = await begin(id, { method: { name: 'web-download', uri } });
      expect([reply.status, reply.text]).toEqual([
        400,
        expect.stringContaining('URI for web-download does not pass filtering: '),
      ]);
      expect(await glance.image(id)).toMatchObject({ status: 'queued' });
    },
  );

  it('ends with the service: the task fails and the image is queued', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    await begin(id, download('/endless'));
    await expect.poll(async () => (await glance.image(id)).status).toBe('importing');
    const { folder } = glance;
    await glance.stop();
    glance = await LiveGlance.start({ folder });
    expect(await glance.finished(id)).toMatchObject({ status: 'failure' });
    expect(await glance.image(id)).toMatchObject({ status: 'queued' });
    expect(await glance.files('staging')).toEqual([]);
  }, 30_000);

  it('ends when its image is deleted, and leaves no data', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    await begin(id, download('/disk.img'));
    expect((await glance.ask('DELETE', `/v2/images/${id}`)).status).toBe(204);
    const over = async (): Promise<number> =>
      glance.database.client.task.count({ where: { status: { in: ['success', 'failure'] } } });
    await expect.poll(over).toBe(1);
    await expect.poll(() => glance.files('images')).toEqual([]);
    expect(await glance.files('staging')).toEqual([]);
  });
});

describe('a request that cannot be', () => {
  it.each([
    [{}, "Import request requires a 'method' field."],
    [{ method: {} }, "Import request requires a 'name' field."],
    [{ method: 'x' }, "'method' must be an object"],
    [{ method: { name: 'nosuch' } }, "Unknown import method name 'nosuch'."],
    // One store: there is nothing to copy to.
    [copy, "Unknown import method name 'copy-image'."],
    [{ ...direct, all_stores: 1 }, "'all_stores' must be boolean value only"],
    [{ ...direct, all_stores_must_succeed: 'no' }, "'all_stores_must_succeed' must be boolean value only"],
    [{ ...direct, stores: 'fast' }, "'stores' must be a list of store identifiers"],
    [
      { method: { name: 'web-download', uri: 'http://127.0.0.1/x' }, all_stores_must_succeed: false },
      'All_stores_must_succeed can only be set with enabled_backends http://127.0.0.1/x',
    ],
  ])('%j', async (body, message) => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    const reply = await begin(id, body);
    expect([reply.status, (JSON.parse(reply.text) as { message: string }).message.split('<')[0]]).toEqual([
      400,
      message,
    ]);
  });

  it('is told apart by the state of its image', async () => {
    glance = await LiveGlance.start();
    expect((await begin('nope', direct)).status).toBe(404);
    const bare = await glance.create({ disk_format: null, container_format: null });
    await glance.ask('PUT', `/v2/images/${bare}/stage`, DATA);
    expect((await begin(bare, direct)).text).toContain("'container_format' needs to be set before import");
    expect((await begin(bare, download('/disk.img'))).text).toContain(
      "Image needs to be in 'queued' state to use 'web-download' method",
    );
    const hidden = await glance.create({}, { 'X-Auth-Token': ADMIN });
    expect((await begin(hidden, download('/disk.img'))).status).toBe(404);
  });
});

describe('several stores', () => {
  const stored = async (id: string): Promise<unknown> => (await glance.image(id)).stores;

  it('takes the stores that the request names', async () => {
    glance = await LiveGlance.start({ multiStore: true });
    const id = await glance.create();
    const nope = await begin(id, { ...download('/disk.img'), stores: ['nope'] });
    expect([nope.status, nope.text]).toEqual([409, expect.stringContaining('Store for identifier nope not found')]);
    const both = await begin(id, { ...download('/disk.img'), stores: ['fast'], all_stores: true });
    expect([both.status, both.text]).toEqual([400, expect.stringContaining("All_stores parameter can't be used with")]);
    expect((await begin(id, { ...download('/disk.img'), stores: ['slow', 'fast'] })).status).toBe(202);
    expect(await glance.finished(id)).toMatchObject({ status: 'success', input: { backend: ['slow', 'fast'] } });
    expect(await glance.image(id)).toMatchObject({
      status: 'active',
      stores: 'slow,fast',
      os_glance_importing_to_stores: '',
      os_glance_failed_import: '',
    });
    expect([await glance.files('slow'), await glance.files('fast')]).toEqual([[id], [id]]);
  });

  it('takes all that can be written to', async () => {
    glance = await LiveGlance.start({ multiStore: true });
    const id = await glance.create();
    await begin(id, { ...download('/disk.img'), all_stores: true });
    await glance.finished(id);
    expect(await stored(id)).toBe('fast,slow');
  });

  it('goes back to nothing where all must succeed and one does not', async () => {
    glance = await LiveGlance.start({ multiStore: true });
    breakStore('slow');
    const id = await glance.create();
    await begin(id, { ...download('/disk.img'), stores: ['fast', 'slow'] });
    expect(await glance.finished(id)).toMatchObject({ status: 'failure' });
    expect(await glance.image(id)).toMatchObject({
      status: 'queued',
      size: null,
      checksum: null,
      os_hash_value: null,
      os_glance_importing_to_stores: '',
      os_glance_failed_import: 'slow',
    });
    expect(await stored(id)).toBeUndefined();
    expect([...(await glance.files('fast')), ...(await glance.files('staging'))]).toEqual([]);
  });

  it('keeps what succeeded where not all must', async () => {
    glance = await LiveGlance.start({ multiStore: true });
    breakStore('slow');
    const id = await glance.create();
    await begin(id, { ...download('/disk.img'), stores: ['slow', 'fast'], all_stores_must_succeed: false });
    expect(await glance.finished(id)).toMatchObject({ status: 'success' });
    expect(await glance.image(id)).toMatchObject({
      status: 'active',
      stores: 'fast',
      os_glance_failed_import: 'slow',
      os_glance_importing_to_stores: '',
    });
  });

  it('copies an image to more stores', async () => {
    glance = await LiveGlance.start({ multiStore: true });
    const id = await glance.create();
    expect((await begin(id, copy, ADMIN)).text).toContain('Only images with status active can be targeted for copying');
    await glance.ask('PUT', `/v2/images/${id}/file`, DATA);
    expect((await begin(id, { ...copy, stores: ['slow'] })).status).toBe(403);
    const present = await begin(id, { ...copy, stores: ['fast'] }, ADMIN);
    expect([present.status, present.text]).toEqual([
      400,
      expect.stringContaining("Image is already present at store 'fast'"),
    ]);
    expect((await begin(id, { ...copy, all_stores: true }, ADMIN)).status).toBe(202);
    expect(await glance.finished(id)).toMatchObject({ status: 'success' });
    expect(await glance.image(id)).toMatchObject({ status: 'active', stores: 'fast,slow', os_hash_value: SHA512 });
    expect(await glance.files('staging')).toEqual([]);
    // There is nothing left to do.
    expect((await begin(id, { ...copy, all_stores: true }, ADMIN)).status).toBe(202);
    expect((await glance.json<{ tasks: unknown[] }>(`/v2/images/${id}/tasks`, ADMIN)).tasks).toHaveLength(1);
  });

  it('leaves an image as it was that could not be copied', async () => {
    glance = await LiveGlance.start({ multiStore: true });
    breakStore('slow');
    const id = await glance.create();
    await glance.ask('PUT', `/v2/images/${id}/file`, DATA);
    await begin(id, { ...copy, stores: ['slow'] }, ADMIN);
    expect(await glance.finished(id)).toMatchObject({ status: 'failure' });
    expect(await glance.image(id)).toMatchObject({
      status: 'active',
      stores: 'fast',
      size: DATA.length,
      os_glance_failed_import: 'slow',
    });
    expect(await glance.files('staging')).toEqual([]);
  });

  function breakStore(name: string): void {
    rmSync(join(glance.folder, name), { recursive: true });
    writeFileSync(join(glance.folder, name), 'no folder');
  }
});

describe('the lock', () => {
  async function lockedBy(task: { status: string; minutes: number } | undefined): Promise<string> {
    const id = await glance.create();
    await glance.ask('PUT', `/v2/images/${id}/stage`, DATA);
    const taskId = '11111111-2222-4333-8444-555555555555';
    const { client } = glance.database;
    await client.imageProperty.create({
      data: { imageId: id, name: IMPORT_LOCK, value: taskId, createdAt: new Date() },
    });
    if (task === undefined) return id;
    const seen = new Date(Math.floor(Date.now() / 1000) * 1000 - task.minutes * 60_000);
    const input = JSON.stringify({ image_id: id, import_req: direct, backend: [null] });
    await client.task.create({
      data: {
        id: taskId,
        type: 'api_image_import',
        status: task.status,
        owner: 'demo',
        imageId: id,
        createdAt: seen,
        updatedAt: seen,
        info: { create: { input, message: '' } },
      },
    });
    return id;
  }

  it.each([
    ['processing', 59],
    ['pending', 119],
    ['failure', 59],
  ])('of a task that is %s holds for %i minutes', async (status, minutes) => {
    glance = await LiveGlance.start();
    const reply = await begin(await lockedBy({ status, minutes }), direct);
    expect([reply.status, reply.text]).toEqual([409, expect.stringContaining('Image has active task')]);
  });

  it.each([
    ['processing', 60],
    ['pending', 120],
    ['success', 60],
  ])('of a task that is %s is broken after %i minutes', async (status, minutes) => {
    glance = await LiveGlance.start();
    const id = await lockedBy({ status, minutes });
    expect((await begin(id, direct)).status).toBe(202);
    await glance.finished(id);
    expect(await glance.image(id)).toMatchObject({ status: 'active' });
    const { tasks } = await glance.json<{ tasks: { status: string; message: string }[] }>(
      `/v2/images/${id}/tasks`,
      ADMIN,
    );
    expect(tasks[0]).toMatchObject(
      status === 'success' ? { status } : { status: 'failure', message: 'Expired lock preempted' },
    );
  });

  it('of no task at all is broken', async () => {
    glance = await LiveGlance.start();
    const id = await lockedBy(undefined);
    expect((await begin(id, direct)).status).toBe(202);
    expect(await glance.finished(id)).toMatchObject({ status: 'success' });
  });
});
