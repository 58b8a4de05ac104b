// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ADMIN, LiveGlance, MEMBER } from '../../import/test-support.js';

const DATA = randomBytes(1_000_000);
const OCTETS = { 'Content-Type': 'application/octet-stream' };

let glance: LiveGlance;
afterEach(() => glance.close());

const stateOf = async (id: string): Promise<unknown> => (await glance.image(id)).status;
const put = (id: string, data: Buffer, headers: Record<string, string> = {}) =>
  glance.ask('PUT', `/v2/images/${id}/file`, data, headers);

/** Begins to send; the image is in `saving` when this resolves. */
async function beginUpload(id: string, headers: Record<string, string> = { 'Content-Length': String(DATA.length) }) {
  const upload = glance.begin('PUT', `/v2/images/${id}/file`, { ...OCTETS, ...headers });
  upload.request.on('error', () => undefined);
  upload.request.write(DATA.subarray(0, 400_000));
  await expect.poll(() => stateOf(id)).toBe('saving');
  return upload;
}

/** Waits until the image is as if nothing had been. */
async function expectUntouched(id: string): Promise<void> {
  await expect.poll(() => stateOf(id)).toBe('queued');
  expect(await glance.image(id)).toMatchObject({ size: null, checksum: null, os_hash_value: null, virtual_size: null });
  expect(await glance.files('images')).toEqual([]);
  const leases = await glance.database.client.imageProperty.count();
  expect(leases).toBe(0);
}

describe('an upload', () => {
  it('is there when it is answered', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    expect((await put(id, DATA)).status).toBe(204);
    expect(await glance.image(id)).toMatchObject({
      status: 'active',
      size: DATA.length,
      checksum: createHash('md5').update(DATA).digest('hex'),
    });
    expect((await put(id, DATA)).text).toContain('Image status transition from active to saving is not allowed');
  });

  it('that is cut leaves nothing, announced or not', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    for (const headers of [{ 'Content-Length': String(DATA.length) }, { 'Transfer-Encoding': 'chunked' }] as Record<
      string,
      string
    >[]) {
      const { request } = await beginUpload(id, headers);
      request.destroy();
      await expectUntouched(id);
    }
    expect((await put(id, DATA)).status).toBe(204);
  });

  it('that ends before what it announced leaves nothing', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    const { port } = new URL(glance.url);
    const socket = net.connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `PUT /v2/images/${id}/file HTTP/1.1\r\nHost: x\r\nX-Auth-Token: ${MEMBER}\r\nContent-Type: application/octet-stream\r\nContent-Length: 100\r\n\r\n`,
    );
    socket.write('only this');
    await expect.poll(() => stateOf(id)).toBe('saving');
    socket.end();
    await expectUntouched(id);
  });

  it('that goes beyond what it announced is cut there', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    const { port } = new URL(glance.url);
    const socket = net.connect(Number(port), '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('error', () => undefined).resume();
    socket.write(
      `PUT /v2/images/${id}/file HTTP/1.1\r\nHost: x\r\nX-Auth-Token: ${MEMBER}\r\nContent-Type: application/octet-stream\r\nContent-Length: 4\r\n\r\ndata and more`,
    );
    await closed;
    // The rest is no request: the server ends the connection, and whichever it sees first, the end or the rest, counts.
    await expect.poll(() => stateOf(id)).not.toBe('saving');
    const { status, size } = await glance.image(id);
    expect([
      ['active', 4],
      ['queued', null],
    ]).toContainEqual([status, size]);
    expect(await glance.files('images')).toEqual(status === 'active' ? [id] : []);
  });

  it('wins alone where several come at once', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    const bodies = Array.from({ length: 6 }, () => randomBytes(200_000));
    const replies = await Promise.all(bodies.map((body) => put(id, body)));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([204, 409, 409, 409, 409, 409]);
    const winner = bodies[replies.findIndex(({ status }) => status === 204)]!;
    expect(await glance.image(id)).toMatchObject({
      status: 'active',
      checksum: createHash('md5').update(winner).digest('hex'),
    });
    expect(await glance.files('images')).toEqual([id]);
  });

  it('is refused while another one is under way, which goes on', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    const { request, reply } = await beginUpload(id);
    const second = await put(id, DATA);
    expect([second.status, second.text]).toEqual([
      409,
      expect.stringContaining('from saving to saving is not allowed'),
    ]);
    request.end(DATA.subarray(400_000));
    expect((await reply).status).toBe(204);
    expect(await stateOf(id)).toBe('active');
  });

  it('of an image that is deleted meanwhile is gone', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    const { request, reply } = await beginUpload(id);
    expect((await glance.ask('DELETE', `/v2/images/${id}`)).status).toBe(204);
    request.end(DATA.subarray(400_000));
    const { status, text } = await reply;
    expect([status, text]).toEqual([410, expect.stringContaining(`Image ${id} could not be found after upload.`)]);
    expect(await glance.files('images')).toEqual([]);
    expect((await glance.ask('GET', `/v2/images/${id}`)).status).toBe(404);
  });

  it.each([
    ['image_size_cap', { image_size_cap: 1000 }, 'The incoming image is too large: '],
    ['user_storage_quota', { user_storage_quota: '1KB' }, 'Image exceeds the storage quota: '],
  ])('beyond %s is refused', async (_name, values, message) => {
    glance = await LiveGlance.start({ values: { DEFAULT: values } });
    const id = await glance.create();
    const announced = await put(id, DATA);
    const { request, reply } = glance.begin('PUT', `/v2/images/${id}/file`, OCTETS);
    request.end(DATA);
    for (const { status, text } of [announced, await reply])
      expect([status, text]).toEqual([413, expect.stringContaining(message)]);
    await expectUntouched(id);
  });

  it('to a store that is full is refused, and works when there is room', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stackport-full-'));
    mkdirSync(join(folder, 'images'));
    const free = limit(join(folder, 'images'));
    try {
      glance = await LiveGlance.start({ folder });
      const id = await glance.create();
      const { status, text } = await put(id, randomBytes(5_000_000));
      expect([status, text]).toEqual([413, expect.stringContaining('Image storage media is full: ')]);
      await expectUntouched(id);
      expect((await put(id, DATA.subarray(0, 500_000))).status).toBe(204);
    } finally {
      await glance.stop();
      free();
      await rm(folder, { recursive: true, force: true });
      glance = await LiveGlance.start();
    }
  });

  it('goes to the store that it names', async () => {
    glance = await LiveGlance.start({ multiStore: true });
    const id = await glance.create();
    const { status, text } = await put(id, DATA, { 'X-Image-Meta-Store': 'nope' });
    expect([status, text]).toEqual([400, expect.stringContaining('Store for identifier nope not found')]);
    expect(await stateOf(id)).toBe('queued');
    expect((await put(id, DATA, { 'X-Image-Meta-Store': 'slow' })).status).toBe(204);
    expect(await glance.image(id)).toMatchObject({ status: 'active', stores: 'slow' });
    expect([await glance.files('slow'), await glance.files('fast')]).toEqual([[id], []]);
  });

  it('of another type, or to nothing, or by somebody else, is refused', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create({ visibility: 'public' }, { 'X-Auth-Token': ADMIN });
    const text = await put(id, DATA, { 'Content-Type': 'text/plain', 'X-Auth-Token': ADMIN });
    expect([text.status, text.text]).toEqual([
      415,
      expect.stringContaining('The request media type text/plain is not supported'),
    ]);
    const other = await put(id, DATA);
    expect([other.status, other.text]).toEqual([
      403,
      expect.stringContaining(`Not allowed to upload image data for image ${id}`),
    ]);
    expect((await put('nope', DATA)).status).toBe(404);
    await expectUntouched(id);
  });
});

/** A file system of 1 MiB; where that may not be made, the process's own limit for files. Returns what undoes it. */
function limit(folder: string): () => void {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    return () => execFileSync('umount', [folder]);
  } catch {
    const set = (soft: string): unknown => execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${soft}:`]);
    set('1048576');
    return () => set('unlimited');
  }
}

describe('a download', () => {
  it('is whole or in part', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    await put(id, Buffer.from('0123456789'));
    const get = (headers: Record<string, string>) => glance.ask('GET', `/v2/images/${id}/file`, undefined, headers);
    const whole = await get({});
    expect([whole.status, whole.text]).toEqual([200, '0123456789']);
    expect(whole.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '10',
      'content-md5': '781e5e245d69b566979b86e28d23f2c7',
    });
    expect(whole.headers['content-range']).toBeUndefined();
    const part = await get({ Range: 'bytes=-3' });
    expect([part.status, part.text, part.headers['content-range'], part.headers['content-length']]).toEqual([
      206,
      '789',
      'bytes 7-9/10',
      '3',
    ]);
    const old = await get({ 'Content-Range': 'bytes 2-3/*' });
    expect([old.status, old.text, old.headers['content-range']]).toEqual([206, '23', 'bytes 2-3/10']);
    const beyond = await get({ Range: 'bytes=10-' });
    expect([beyond.status, JSON.parse(beyond.text)]).toEqual([
      416,
      {
        message:
          'The Range requested is not available.<br /><br />\nInvalid start position in Range header. Start position MUST be in the inclusive range [0, 9].\n\n',
        code: '416 Request Range Not Satisfiable',
        title: 'Request Range Not Satisfiable',
      },
    ]);
  });

  it('of nothing has no content, and HEAD is not there', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    const get = (headers: Record<string, string> = {}) =>
      glance.ask('GET', `/v2/images/${id}/file`, undefined, headers);
    expect((await get()).status).toBe(204);
    expect((await get({ Range: 'bytes=0-4' })).status).toBe(204);
    const head = await glance.ask('HEAD', `/v2/images/${id}/file`);
    expect([head.status, head.headers.allow, head.text]).toEqual([405, 'GET, PUT', '']);
    await put(id, Buffer.alloc(0));
    const empty = await get();
    expect([empty.status, empty.headers['content-length'], empty.text]).toEqual([200, '0', '']);
    expect((await get({ Range: 'bytes=0-1' })).status).toBe(416);
    expect(await glance.image(id)).toMatchObject({ status: 'active', size: 0, virtual_size: null });
  });

  it('of a deactivated image is for admins', async () => {
    glance = await LiveGlance.start();
    const id = await glance.create();
    await put(id, DATA);
    await glance.ask('POST', `/v2/images/${id}/actions/deactivate`, undefined, { 'X-Auth-Token': ADMIN });
    const refused = await glance.ask('GET', `/v2/images/${id}/file`);
    expect([refused.status, refused.text]).toEqual([
      403,
      expect.stringContaining('The requested image has been deactivated.'),
    ]);
    expect((await glance.ask('GET', `/v2/images/${id}/file`, undefined, { 'X-Auth-Token': ADMIN })).status).toBe(200);
  });
});
