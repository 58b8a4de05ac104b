// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LiveGlance, MEMBER, validator } from './test-support.js';

const REMOTE = randomUUID();
const DATA = Buffer.from('what is far away');

/** The Image service of another region, and what it says of its image. */
let remote: http.Server;
let remoteUrl: string;
let description: Record<string, unknown>;
let isCut = false;
const tokens: (string | undefined)[] = [];
let glance: LiveGlance;

beforeAll(async () => {
  remote = http.createServer((request, response) => {
    tokens.push(request.headers['x-auth-token'] as string | undefined);
    if (request.url === `/image/v2/images/${REMOTE}`) response.end(JSON.stringify(description));
    else if (request.url === `/image/v2/images/${REMOTE}/file`) response.end(isCut ? DATA.subarray(1) : DATA);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => void remote.listen(0, '127.0.0.1', resolve));
  remoteUrl = `http://127.0.0.1:${(remote.address() as AddressInfo).port}/image`;
});
afterAll(() => void remote.close());
beforeEach(async () => {
  tokens.length = 0;
  isCut = false;
  description = {
    status: 'active',
    size: DATA.length,
    disk_format: 'iso',
    container_format: 'bare',
    hw_disk_bus: 'scsi',
    os_type: 'linux',
    os_hidden: false,
    os_glance_failed_import: '',
    own: 'not copied',
  };
  const catalog = [
    { type: 'image', endpoints: [{ region: 'RegionTwo', interface: 'public', url: `${remoteUrl}/v2/` }] },
  ];
  glance = await LiveGlance.start({
    values: { DEFAULT: { enabled_import_methods: ['glance-direct', 'glance-download'] } },
    validator: {
      validate: async (token) => {
        const known = await validator.validate(token);
        return known && { ...known, catalog };
      },
    },
  });
});
afterEach(() => glance.close());

const method = { name: 'glance-download', glance_region: 'RegionTwo', glance_image_id: REMOTE };
const begin = (id: string, changes: Record<string, unknown> = {}) =>
  glance.ask('POST', `/v2/images/${id}/import`, { method: { ...method, ...changes } });

describe('glance-download', () => {
  it('gets data, formats and some properties from another region, with the caller’s token', async () => {
    expect(await glance.json('/v2/info/import')).toMatchObject({
      'import-methods': { value: ['glance-direct', 'glance-download'] },
    });
    const id = await glance.create();
    const reply = await begin(id);
    expect([reply.status, reply.text]).toEqual([202, '']);
    expect(await glance.finished(id)).toMatchObject({
      status: 'success',
      input: { import_req: { method: { ...method, glance_service_interface: 'public' } } },
    });
    const image = await glance.image(id);
    expect(image).toMatchObject({
      status: 'active',
      disk_format: 'iso',
      size: DATA.length,
      hw_disk_bus: 'scsi',
      os_type: 'linux',
    });
    expect(image).not.toHaveProperty('own');
    expect((await glance.ask('GET', `/v2/images/${id}/file`)).text).toBe(DATA.toString());
    expect(tokens).toEqual([MEMBER, MEMBER]);
  });

  it.each([
    ['an image that is not active', () => (description.status = 'queued'), {}],
    ['an image without a size', () => (description.size = null), {}],
    ['data of another length', () => (isCut = true), {}],
    ['a region that the catalog has not', () => undefined, { glance_region: 'Nowhere' }],
    ['an image that is not there', () => undefined, { glance_image_id: randomUUID() }],
  ])('fails for %s, and leaves the image as it was', async (_name, prepare, changes) => {
    prepare();
    const id = await glance.create();
    expect((await begin(id, changes)).status).toBe(202);
    expect(await glance.finished(id)).toMatchObject({ status: 'failure' });
    const image = await glance.image(id);
    expect(image).toMatchObject({ status: 'queued', disk_format: 'raw', size: null });
    expect(image).not.toHaveProperty('hw_disk_bus');
    expect([...(await glance.files('staging')), ...(await glance.files('images'))]).toEqual([]);
  });

  it.each([
    [{ glance_region: undefined }, "'glance_region' needs to be set for glance-download import method"],
    [{ glance_image_id: undefined }, "'glance_image_id' needs to be set for glance-download import method"],
    [{ glance_image_id: 'x' }, 'Remote image id does not look like a UUID: x'],
    [{ glance_region: 5 }, "'glance_region' must be a string"],
  ])('refuses %j', async (changes, message) => {
    const id = await glance.create();
    const reply = await begin(id, changes);
    expect([reply.status, reply.text]).toEqual([400, expect.stringContaining(message)]);
    expect(tokens).toEqual([]);
  });

  it('wants a queued image', async () => {
    const id = await glance.create();
    await glance.ask('PUT', `/v2/images/${id}/stage`, DATA);
    const reply = await begin(id);
    expect([reply.status, reply.text]).toEqual([
      409,
      expect.stringContaining("Image needs to be in 'queued' state to use 'glance-download' method"),
    ]);
  });
});
