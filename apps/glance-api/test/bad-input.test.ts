// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Answer,
  type BootedGlance,
  bootGlance,
  type Client,
  ListeningApplication,
  SmallDisk,
} from '@stackport/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let glance: BootedGlance;
let server: ListeningApplication;
/** A member of project demo. */
let user: Client;
let token: string;

async function boot(values: Record<string, Record<string, unknown>> = {}): Promise<void> {
  glance = await bootGlance({ values });
  server = await ListeningApplication.start(glance.application);
  token = glance.validator.issue();
  user = server.client.as(token);
}

async function end(): Promise<void> {
  await server.stop();
  await glance.close();
}

async function createImage(client = user): Promise<string> {
  const image = await client.post('/v2/images', { name: 'x', disk_format: 'raw', container_format: 'bare' });
  expect(image.status).toBe(201);
  return image.field('id');
}

/** What the file store holds: complete images and partial ones. */
function stored(): readonly string[] {
  return readdirSync(glance.folder.file('images'));
}

async function statusOf(id: string): Promise<string> {
  return (await user.get(`/v2/images/${id}`)).field('status');
}

function untilStatus(id: string, status: string): Promise<void> {
  return untilOneOf(id, [status]);
}

async function untilOneOf(id: string, wanted: readonly string[]): Promise<void> {
  const until = Date.now() + 20_000;
  for (;;) {
    const status = await statusOf(id);
    if (wanted.includes(status)) return;
    if (Date.now() > until) throw new Error(`The image did not become ${wanted.join(' or ')}: it is ${status}`);
    await sleep(20);
  }
}

/** A connection on which a request is written by hand. */
function requestByHand(line: string, headers: Record<string, string>): Socket {
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  const all = { Host: 'glance', 'X-Auth-Token': token, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${line} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return socket;
}

function uploadByHand(id: string, headers: Record<string, string>): Socket {
  return requestByHand(`PUT /v2/images/${id}/file`, { 'Content-Type': 'application/octet-stream', ...headers });
}

async function expectUsable(id: string): Promise<void> {
  const data = randomBytes(100_000);
  expect((await user.put(`/v2/images/${id}/file`, data)).status).toBe(204);
  expect((await user.get(`/v2/images/${id}/file`)).bytes.equals(data)).toBe(true);
  expect(await statusOf(id)).toBe('active');
}

beforeEach(() => boot());
afterEach(end);

describe('a JSON body', () => {
  it.each([
    ['no JSON', 'name=x'],
    ['torn', '{"name": "x"'],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ['no object', '[]'],
    ['null', 'null'],
    ['empty', ''],
  ])('that is %s is answered with 400', async (_what, body) => {
    const headers = { 'Content-Type': 'application/json' };
    expect((await user.send('POST', '/v2/images', { headers, body })).status).toBe(400);
    const id = await createImage();
    const patch = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' };
    const answer = await user.send('PATCH', `/v2/images/${id}`, { headers: patch, body: body === '[]' ? '{}' : body });
    expect(answer.status).toBe(400);
    expect(glance.lines.filter((line) => line.includes(' ERROR '))).toEqual([]);
  });

  const HUGE = JSON.stringify({ name: 'x', description: 'y'.repeat(20_000_000) });

  it('of 20 MB is answered with 413, whether its length is announced or not', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const announced = await user.send('POST', '/v2/images', {
      headers: { ...headers, 'Content-Length': String(HUGE.length) },
      body: HUGE,
    });
    expect(announced.status).toBe(413);
    expect(announced.text).toContain('Request is too large. Larger than 10485760 bytes.');
    const chunked = await user.send('POST', '/v2/images', {
      headers,
      body: Readable.from([Buffer.from(HUGE)], { objectMode: false }),
    });
    expect(chunked.status).toBe(413);
    const id = await createImage();
    const patch = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' };
    expect((await user.send('PATCH', `/v2/images/${id}`, { headers: patch, body: HUGE })).status).toBe(413);
    expect((await user.get('/v2/images')).json()).toMatchObject({ images: [{ id }] });
  });
});

describe('an upload', () => {
  it('that is cut in the middle leaves the image queued and nothing in the store', async () => {
    const id = await createImage();
    const socket = uploadByHand(id, { 'Content-Length': '1000000' });
    socket.write(randomBytes(500_000));
    await untilStatus(id, 'saving');
    socket.destroy();
    await untilStatus(id, 'queued');
    expect(stored()).toEqual([]);
    await expectUsable(id);
  });

  it('that is cut in the middle of its chunks does so too', async () => {
    const id = await createImage();
    const socket = uploadByHand(id, { 'Transfer-Encoding': 'chunked' });
    socket.write('400\r\n' + 'x'.repeat(0x200));
    await untilStatus(id, 'saving');
    socket.destroy();
    await untilStatus(id, 'queued');
    expect(stored()).toEqual([]);
    await expectUsable(id);
  });

  it('that is shorter than announced is no image', async () => {
    const id = await createImage();
    const socket = uploadByHand(id, { 'Content-Length': '100' });
    socket.end('0123456789');
    socket.resume();
    await untilStatus(id, 'queued');
    for (const until = Date.now() + 20_000; stored().length > 0 && Date.now() < until;) await sleep(20);
    expect(stored()).toEqual([]);
    await expectUsable(id);
  });

  it('that is longer than announced is as long as announced, and the rest is no request', async () => {
    const id = await createImage();
    const socket = uploadByHand(id, { 'Content-Length': '5' });
    socket.write('12345');
    await untilStatus(id, 'active');
    socket.write('DELETE everything\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 204 [^]*HTTP\/1\.1 400 /);
    expect((await user.get(`/v2/images/${id}/file`)).text).toBe('12345');
  });

  it('that is longer than announced all at once is as long as announced, or none', async () => {
    const id = await createImage();
    const socket = uploadByHand(id, { 'Content-Length': '5' });
    socket.write('12345DELETE everything\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 (204|400) /);
    await untilOneOf(id, ['active', 'queued']);
    const { text: data } = await user.get(`/v2/images/${id}/file`);
    expect(data).toBe((await statusOf(id)) === 'active' ? '12345' : '');
  });

  it.each(['abc', '-1', '1e3', '5\r\nContent-Length: 6', '99999999999999999999'])(
    'with the length %j is refused',
    async (length) => {
      const id = await createImage();
      const socket = uploadByHand(id, { 'Content-Length': length });
      socket.end('12345');
      expect(await text(socket)).toMatch(/^(HTTP\/1\.1 [45]\d\d |$)/);
      await untilStatus(id, 'queued');
      expect(stored()).toEqual([]);
    },
  );

  it('beside another one of the same image: one wins, the other is a conflict', async () => {
    const id = await createImage();
    const contents = ['a', 'b', 'c'].map((letter) => Buffer.alloc(2_000_000, letter));
    const answers = await Promise.all(contents.map((content) => user.put(`/v2/images/${id}/file`, content)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409]);
    const winner = answers.findIndex(({ status }) => status === 204);
    expect((await user.get(`/v2/images/${id}/file`)).bytes.equals(contents[winner]!)).toBe(true);
    expect(stored()).toEqual([id]);
    expect((await user.put(`/v2/images/${id}/file`, 'once more')).status).toBe(409);
  });

  it('that finds its image deleted in the meantime leaves nothing', async () => {
    const id = await createImage();
    const socket = uploadByHand(id, { 'Content-Length': '10', Connection: 'close' });
    socket.write('12345');
    await untilStatus(id, 'saving');
    expect((await user.delete(`/v2/images/${id}`)).status).toBe(204);
    socket.write('67890');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 410 /);
    expect(stored()).toEqual([]);
  });

  it('to a full disk is answered with 413, and leaves the image queued and nothing in the store', async () => {
    const id = await createImage();
    const disk = SmallDisk.create(glance.folder.file('images'));
    try {
      const full = await user.put(`/v2/images/${id}/file`, randomBytes(5_000_000));
      expect(full.status).toBe(413);
      expect(full.text).toContain('Image storage media is full');
      expect(await statusOf(id)).toBe('queued');
      expect(stored()).toEqual([]);
      await expectUsable(id);
    } finally {
      disk.remove();
    }
  });
});

describe('what becomes a path', () => {
  beforeEach(async () => {
    await end();
    await boot({
      paste_deploy: { flavor: 'keystone+cachemanagement' },
      DEFAULT: { show_multiple_locations: true },
    });
    user = server.client.as((token = glance.validator.issue({ roles: ['admin', 'member', 'reader'] })));
    writeFileSync(glance.folder.file('secret'), 'secret');
  });

  function filesOutside(): readonly string[] {
    const known = new Set(['images', 'staging', 'work', 'cache', 'secret']);
    return readdirSync(glance.folder.path).filter((name) => !known.has(name) && !name.startsWith('glance.sqlite'));
  }

  const WAYS_OUT = [
    '..%2Fsecret',
    '%2e%2e%2fsecret',
    '..%5Csecret',
    '..%2F..%2F..%2F..%2Fetc%2Fpasswd',
    '%2Fetc%2Fpasswd',
    '..',
    '%00',
    'a%00b',
  ];

  it.each(WAYS_OUT)('leads nowhere: %s as the id of an image', async (id) => {
    const answers: Answer[] = [];
    for (const [method, path, body] of [
      ['GET', `/v2/images/${id}`, undefined],
      ['GET', `/v2/images/${id}/file`, undefined],
      ['PUT', `/v2/images/${id}/file`, 'data'],
      ['PUT', `/v2/images/${id}/stage`, 'data'],
      ['DELETE', `/v2/images/${id}`, undefined],
      ['PUT', `/v2/cache/${id}`, undefined],
      ['DELETE', `/v2/cache/${id}`, undefined],
    ] as const) {
      const headers = { 'Content-Type': 'application/octet-stream' };
      answers.push(await user.send(method, path, { headers, ...(body === undefined ? {} : { body }) }));
    }
    for (const { status, text: page } of answers) {
      expect(status).toBeGreaterThanOrEqual(300);
      expect(status).toBeLessThan(500);
      expect(page).not.toContain('root:');
    }
    expect(filesOutside()).toEqual([]);
    expect(stored()).toEqual([]);
    expect(existsSync(glance.folder.file('secret'))).toBe(true);
  });

  it.each(['../secret', '/etc/passwd', '..', '.', 'a/b', 'a'])('an image is not given the id %j', async (id) => {
    expect((await user.post('/v2/images', { id, disk_format: 'raw', container_format: 'bare' })).status).toBe(400);
  });

  it.each([
    'file:///etc/passwd',
    'file://@/secret',
    'file://@/images/../secret',
    'filesystem:///etc/passwd',
    'http://127.0.0.1/../../etc/passwd',
    'swift+config:///etc/passwd',
  ])('an image has no data at %s', async (url) => {
    const id = await createImage();
    const value = [{ url: url.replace('@', glance.folder.path), metadata: {} }];
    const patch = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' };
    const body = JSON.stringify([{ op: 'replace', path: '/locations', value }]);
    const answer = await user.send('PATCH', `/v2/images/${id}`, { headers: patch, body });
    expect(answer.status).toBe(400);
    expect(await statusOf(id)).toBe('queued');
    expect((await user.get(`/v2/images/${id}/file`)).text).toBe('');
  });

  it('a store is not found by a path', async () => {
    const id = await createImage();
    await user.put(`/v2/images/${id}/file`, 'data', { headers: { 'X-Image-Meta-Store': '../../secret' } });
    expect(stored().filter((name) => name !== id)).toEqual([]);
    expect(filesOutside()).toEqual([]);
  });

  it('names and tags may look like paths: they are none', async () => {
    const name = '../../etc/passwd';
    const image = await user.post('/v2/images', {
      name,
      tags: [name],
      disk_format: 'raw',
      container_format: 'bare',
      '../x': '../y',
    });
    expect(image.status).toBe(201);
    const id = image.field('id');
    expect((await user.send('PUT', `/v2/images/${id}/tags/..`)).status).toBe(204);
    expect((await user.put(`/v2/images/${id}/file`, 'data')).status).toBe(204);
    expect(stored()).toEqual([id]);
    expect((await user.get(`/v2/images/${id}`)).json()).toMatchObject({ name, '../x': '../y' });
  });
});

describe('a token', () => {
  it('that is over, unknown or withdrawn is answered with 401', async () => {
    const { validator } = glance;
    const over = validator.issue({ expiresAt: Date.now() - 1000 });
    const withdrawn = validator.issue();
    expect((await server.client.as(withdrawn).get('/v2/images')).status).toBe(200);
    validator.revoke(withdrawn);
    for (const bad of [over, withdrawn, 'unknown', '']) {
      for (const method of ['GET', 'POST'])
        expect((await server.client.as(bad).send(method, '/v2/images')).status, bad).toBe(401);
    }
  });

  it('that nobody can tell about is answered with 401, as upstream does where the decision is delayed', async () => {
    glance.validator.unavailable = true;
    expect((await user.get('/v2/images')).status).toBe(401);
    glance.validator.unavailable = false;
    expect((await user.get('/v2/images')).status).toBe(200);
  });

  it('of another project does not find the image', async () => {
    const id = await createImage();
    expect((await user.put(`/v2/images/${id}/file`, 'data')).status).toBe(204);
    const stranger = server.client.as(glance.validator.issue({ project: 'other', user: 'eve' }));
    const patch = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' };
    const rename = JSON.stringify([{ op: 'replace', path: '/name', value: 'mine' }]);
    for (const answer of [
      await stranger.get(`/v2/images/${id}`),
      await stranger.get(`/v2/images/${id}/file`),
      await stranger.put(`/v2/images/${id}/file`, 'other data'),
      await stranger.send('PATCH', `/v2/images/${id}`, { headers: patch, body: rename }),
      await stranger.delete(`/v2/images/${id}`),
      await stranger.post(`/v2/images/${id}/members`, { member: 'other' }),
      await stranger.send('PUT', `/v2/images/${id}/tags/mine`),
      await stranger.send('POST', `/v2/images/${id}/actions/deactivate`),
    ])
      expect(answer.status).toBe(404);
    expect((await stranger.get('/v2/images')).json()).toMatchObject({ images: [] });
    expect((await user.get(`/v2/images/${id}`)).json()).toMatchObject({ name: 'x', status: 'active', tags: [] });
    expect((await user.get(`/v2/images/${id}/file`)).text).toBe('data');
  });
});
