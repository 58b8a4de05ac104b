// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Invalid } from '../../errors/base.js';
import { ImageNotAuthorized, ImageNotFound } from '../../errors/image.js';
import type { ImageQuery, Images, ImageValues } from '../../image/images.js';
import { absent } from '../../servers/neighbours.js';
import { type TestNova, testNova } from '../test-nova-api.js';

const SERVER = 'eb3ec957-1142-4f92-9ed7-676797ab2d9c';
const asked: ImageQuery[] = [];
const stored = new Map<string, ImageValues>();
const images: Images = {
  ...absent('Image'),
  show: (_context, id) => {
    const found = stored.get(id);
    return found === undefined ? Promise.reject(new ImageNotFound(id)) : Promise.resolve(found);
  },
  find: (_context, query) => {
    asked.push(query);
    if (query.marker === 'gone') return Promise.reject(new Invalid('HTTP 400: no such marker'));
    return Promise.resolve([...stored.values()].slice(0, query.limit));
  },
  delete: (_context, id) => {
    if (id === 'public') return Promise.reject(new ImageNotAuthorized(id));
    stored.delete(id);
    return Promise.resolve();
  },
  setProperties: (_context, id, properties) => {
    const next = { ...(stored.get(id) as ImageValues), properties };
    stored.set(id, next);
    return Promise.resolve(next);
  },
};
const image = (id: string, more: Partial<ImageValues> = {}): void =>
  void stored.set(id, {
    ...{ id, name: `name of ${id}`, status: 'active', size: 10, min_disk: 1, min_ram: 0, checksum: null, owner: 'abc' },
    ...{ disk_format: 'raw', container_format: 'bare', is_public: true, deleted: false, deleted_at: null },
    created_at: '2026-11-21T09:40:01.000000',
    updated_at: '2026-11-21T09:40:01.000000',
    properties: {},
    ...more,
  });

let nova: TestNova;
beforeAll(async () => {
  nova = await testNova({
    ports: { images },
    values: { glance: { api_servers: ['http://images.example:9292'] }, quota: { metadata_items: '3' } },
  });
});
afterAll(() => nova.close());

describe('the images of old microversions', () => {
  it('are shown in words of this API, up to 2.35', async () => {
    stored.clear();
    image('snap', { status: 'queued', properties: { instance_uuid: SERVER, auto_disk_config: 'True', a: 'b' } });
    const { status, body } = await nova.ask('GET', '/v2.1/images/snap');
    const detail = {
      id: 'snap',
      name: 'name of snap',
      minRam: 0,
      minDisk: 1,
      metadata: { instance_uuid: SERVER, a: 'b' },
      created: '2026-11-21T09:40:01Z',
      updated: '2026-11-21T09:40:01Z',
      status: 'SAVING',
      progress: 25,
      'OS-EXT-IMG-SIZE:size': 10,
      links: [
        { rel: 'self', href: 'http://host.example/v2.1/images/snap' },
        { rel: 'bookmark', href: 'http://host.example/images/snap' },
        { rel: 'alternate', type: 'application/vnd.openstack.image', href: 'http://images.example:9292/images/snap' },
      ],
      server: {
        id: SERVER,
        links: [
          { rel: 'self', href: `http://host.example/v2.1/servers/${SERVER}` },
          { rel: 'bookmark', href: `http://host.example/servers/${SERVER}` },
        ],
      },
      'OS-DCF:diskConfig': 'AUTO',
    };
    expect([status, body]).toEqual([200, { image: detail }]);
    expect((await nova.ask('GET', '/v2.1/images/detail')).body).toEqual({ images: [detail] });
    const { id, name, links } = detail;
    expect((await nova.ask('GET', '/v2.1/images')).body).toEqual({ images: [{ id, name, links }] });
    for (const path of ['/v2.1/images', '/v2.1/images/detail', '/v2.1/images/snap'])
      expect((await nova.ask('GET', path, { version: '2.36' })).status, path).toBe(404);
    expect((await nova.ask('GET', '/v2.1/images/none')).body).toEqual({
      itemNotFound: { code: 404, message: 'Image not found.' },
    });
  });

  it('are filtered and paged as the Image service does it', async () => {
    stored.clear();
    image('a');
    image('b');
    asked.length = 0;
    const query = `status=ACTIVE&name=x&server=http://host/servers/${SERVER}&type=snapshot&minRam=1&changes-since=2026-01-01T00:00:00Z&property-os=linux&other=1&limit=1&marker=z`;
    const { body } = await nova.ask('GET', `/v2.1/images?${query}`);
    expect(asked).toEqual([
      {
        filters: {
          ...{ status: 'active', name: 'x', instance_uuid: SERVER, image_type: 'snapshot', min_ram: '1', os: 'linux' },
          updated_at: 'gte:2026-01-01T00:00:00Z',
        },
        limit: 1,
        marker: 'z',
      },
    ]);
    expect(body).toMatchObject({ images: [{ id: 'a' }], images_links: [{ rel: 'next' }] });
    expect((await nova.ask('GET', '/v2.1/images?limit=-1')).status).toBe(400);
    expect((await nova.ask('GET', '/v2.1/images?marker=gone')).status).toBe(400);
  });

  it('are deleted by who may', async () => {
    image('mine');
    image('public');
    expect((await nova.ask('DELETE', '/v2.1/images/mine')).status).toBe(204);
    expect(stored.has('mine')).toBe(false);
    expect((await nova.ask('DELETE', '/v2.1/images/mine')).status).toBe(404);
    const refused = await nova.ask('DELETE', '/v2.1/images/public');
    expect(refused.body).toEqual({
      forbidden: { code: 403, message: 'You are not allowed to delete the image.' },
    });
  });
});

describe('properties of images', () => {
  const PATH = '/v2.1/images/one/metadata';

  it('are read, added, replaced and taken away, up to 2.38', async () => {
    image('one', { properties: { a: '1' } });
    expect((await nova.ask('GET', PATH)).body).toEqual({ metadata: { a: '1' } });
    expect((await nova.ask('POST', PATH, { json: { metadata: { b: '2' } } })).body).toEqual({
      metadata: { a: '1', b: '2' },
    });
    expect((await nova.ask('PUT', `${PATH}/b`, { json: { meta: { b: '3' } } })).body).toEqual({ meta: { b: '3' } });
    expect((await nova.ask('GET', `${PATH}/b`, { version: '2.38' })).body).toEqual({ meta: { b: '3' } });
    expect((await nova.ask('PUT', PATH, { json: { metadata: { c: '4' } } })).body).toEqual({ metadata: { c: '4' } });
    expect((await nova.ask('DELETE', `${PATH}/c`)).status).toBe(204);
    expect(stored.get('one')?.properties).toEqual({});
    expect((await nova.ask('GET', PATH, { version: '2.39' })).status).toBe(404);
  });

  it('are not changed by what makes no sense, or is too much', async () => {
    image('one', { properties: { a: '1' } });
    const statuses = await Promise.all([
      nova.ask('PUT', `${PATH}/x`, { json: { meta: { y: '1' } } }),
      nova.ask('PUT', `${PATH}/x`, { json: { meta: { x: 'v'.repeat(256) } } }),
      nova.ask('POST', PATH, { json: { metadata: { '/': '1' } } }),
      nova.ask('POST', PATH, { json: { metadata: { b: '1', c: '1', d: '1' } } }),
      nova.ask('GET', `${PATH}/none`),
      nova.ask('DELETE', `${PATH}/none`),
      nova.ask('GET', '/v2.1/images/none/metadata'),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([400, 400, 400, 403, 404, 404, 404]);
    expect(stored.get('one')?.properties).toEqual({ a: '1' });
  });
});
