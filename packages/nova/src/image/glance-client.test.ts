// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { novaOptionGroups } from '../options/index.js';
import { recordedMessages } from '../rpc/recorded-messages.js';
import { GlanceClient } from './glance-client.js';
import { catalogOf, NeighbourStub, tokenAnswer } from './test-support.js';

const document = {
  id: '5179480b-deab-4c09-8f72-7be3d2ca49f8',
  name: 'anchor-image',
  status: 'active',
  visibility: 'public',
  protected: false,
  os_hidden: false,
  checksum: 'cc031cd106336f379ffaed5baacad406',
  os_hash_algo: 'sha512',
  os_hash_value:
    '660076b056bee045ab841ee2191352f5d05d26287ddd7a21cbc177c46731531072bcbc775ded0c29f5dc72b84ca442f44453626e81f31e57fd8a6101c4ddf875',
  owner: 'edff08f001ac454a965d26619027b341',
  size: 4194304,
  virtual_size: 4194304,
  container_format: 'bare',
  disk_format: 'raw',
  min_ram: 0,
  min_disk: 0,
  tags: ['a'],
  created_at: '2026-11-21T08:49:52Z',
  updated_at: '2026-11-21T08:49:52Z',
  self: '/v2/images/5179480b-deab-4c09-8f72-7be3d2ca49f8',
  file: '/v2/images/5179480b-deab-4c09-8f72-7be3d2ca49f8/file',
  schema: '/v2/schemas/image',
  'owner_specified.openstack.md5': '',
  'owner_specified.openstack.sha256': '',
  'owner_specified.openstack.object': 'images/anchor-image',
};

const glance = new NeighbourStub();
const other = new NeighbourStub();
const keystone = new NeighbourStub();
let context: RequestContext;
let client: GlanceClient;
beforeAll(async () => {
  for (const stub of [glance, other, keystone]) await stub.listen();
  keystone.fallback = () => tokenAnswer();
  context = new RequestContext({
    authToken: 'user token',
    projectId: 'p',
    serviceCatalog: catalogOf('image', glance.url),
  });
  client = clientOf();
});
afterAll(async () => {
  await client.close();
  for (const stub of [glance, other, keystone]) await stub.close();
});
beforeEach(() => {
  glance.asked.length = 0;
});

function clientOf(overrides: Readonly<Record<string, Readonly<Record<string, string>>>> = {}): GlanceClient {
  return GlanceClient.fromConfiguration(
    Configuration.of([...novaOptionGroups], { glance: { num_retries: '0' }, ...overrides }),
    silentLogger,
  );
}

describe('show', () => {
  it('is the image as Python’s nova puts it into messages', async () => {
    glance.answers.push({ body: document });
    const image = await client.show(context, document.id);
    const recorded = recordedMessages().find(({ message }) => message.method === 'schedule_and_build_instances');
    expect(image).toEqual((recorded?.message.args as { image: unknown }).image);
    expect(glance.last).toMatchObject({ method: 'GET', url: `/v2/images/${document.id}` });
    expect(glance.last.headers).toMatchObject({
      'x-auth-token': 'user token',
      'x-openstack-request-id': context.requestId,
    });
  });

  it('has lists where the Image service keeps text, and no size but 0 for a queued one', async () => {
    const mapping = [{ device_name: 'vda', snapshot_id: 's', delete_on_termination: true }];
    glance.answers.push({
      body: { ...document, size: null, status: 'queued', block_device_mapping: JSON.stringify(mapping), mappings: '{' },
    });
    const image = await client.show(context, document.id);
    expect(image).toMatchObject({ size: 0, properties: { block_device_mapping: mapping, mappings: '{' } });
  });

  it.each([
    [404, 'ImageNotFound', 'Image i/1 could not be found.'],
    [401, 'ImageNotAuthorized', 'Not authorized for image i/1.'],
    [403, 'ImageNotAuthorized', 'Not authorized for image i/1.'],
    [400, 'ImageBadRequest', 'Request of image i/1 got BadRequest response: HTTP 400: what it says'],
    [413, 'ImageQuotaExceeded', 'Quota exceeded or out of space for image i/1 in the image service.'],
    [500, 'GlanceConnectionFailed', 'Connection to glance host  failed: HTTP 500: what it says'],
  ])('an answer %i is %s', async (status, name, message) => {
    glance.answers.push({ status, body: 'what it says' });
    await expect(client.show(context, 'i/1')).rejects.toMatchObject({ name, message });
    expect(glance.last.url).toBe('/v2/images/i%2F1');
  });

  it('is a failure of the connection where nobody answers, or nothing is in the catalog', async () => {
    const gone = await new NeighbourStub().listen();
    const { url } = gone;
    await gone.close();
    const nowhere = context.with({ serviceCatalog: catalogOf('image', url) });
    await expect(client.show(nowhere, 'i')).rejects.toMatchObject({ name: 'GlanceConnectionFailed' });
    await expect(client.show(context.with({ serviceCatalog: [] }), 'i')).rejects.toMatchObject({
      name: 'GlanceConnectionFailed',
    });
  });

  it('is of somebody else where no token says who asks', async () => {
    const without = context.with({ authToken: undefined });
    glance.fallback = () => ({ body: { ...document, visibility: 'private', owner_id: 'q' } });
    await expect(client.show(without, 'i')).rejects.toMatchObject({ name: 'ImageNotFound' });
    expect(await client.show(without.with({ projectId: 'q' }), 'i')).toMatchObject({ name: 'anchor-image' });
    expect(await client.show(context, 'i')).toMatchObject({ is_public: false });
  });

  it('asks in nova’s own name for periodic work, which has no token', async () => {
    const own = clientOf({
      glance: {
        endpoint_override: glance.url,
        auth_type: 'password',
        auth_url: keystone.url,
        username: 'nova',
        password: 'secret',
        user_domain_id: 'default',
        project_name: 'service',
        project_domain_id: 'default',
      },
    });
    const admin = RequestContext.admin();
    glance.answers.push({ body: document });
    expect(await own.show(admin, 'i')).toMatchObject({ name: 'anchor-image' });
    expect(glance.last.headers).toMatchObject({
      'x-auth-token': 'own token',
      'x-openstack-request-id': admin.requestId,
    });
    await own.close();
  });

  it('asks the configured servers in turn', async () => {
    const several = clientOf({ glance: { api_servers: `${glance.url}/v2,${other.url}/v2/`, num_retries: '0' } });
    other.fallback = () => ({ body: { ...document, name: 'at the other' } });
    glance.answers.push({ body: document }, { body: document });
    const names: (string | null)[] = [];
    for (let index = 0; index < 3; index += 1) names.push((await several.show(context, 'i')).name);
    expect(new Set(names)).toEqual(new Set(['anchor-image', 'at the other']));
    expect(names[0]).toBe(names[2]);
    glance.answers.length = 0;
    await several.close();
  });
});

describe('what a snapshot does', () => {
  it('makes an image, with its properties as text', async () => {
    glance.answers.push({ status: 201, body: { ...document, status: 'queued', name: 'snap' } });
    const image = await client.create(context, {
      name: 'snap',
      visibility: 'private',
      min_disk: 1,
      properties: { image_type: 'snapshot', kernel_id: '', ramdisk_id: 'None', block_device_mapping: [{ a: 1 }] },
    });
    expect(image).toMatchObject({ name: 'snap', status: 'queued' });
    expect(glance.last).toMatchObject({ method: 'POST', url: '/v2/images' });
    expect(glance.lastJson).toEqual({
      name: 'snap',
      visibility: 'private',
      min_disk: 1,
      image_type: 'snapshot',
      block_device_mapping: '[{"a":1}]',
    });
  });

  it('says what its bytes will be', async () => {
    glance.answers.push({ body: { ...document, container_format: null } }, { body: document });
    await client.setFormat(context, 'i', 'qcow2');
    expect(glance.last).toMatchObject({ method: 'PATCH', url: '/v2/images/i' });
    expect(glance.last.headers['content-type']).toBe('application/openstack-images-v2.1-json-patch');
    expect(glance.lastJson).toEqual([
      { op: 'add', path: '/disk_format', value: 'qcow2' },
      { op: 'add', path: '/container_format', value: 'bare' },
    ]);
    glance.answers.push({ body: document }, { body: document });
    await client.setFormat(context, 'i', 'raw');
    expect(glance.lastJson).toEqual([{ op: 'add', path: '/disk_format', value: 'raw' }]);
  });

  it('gives it its bytes', async () => {
    glance.answers.push({ status: 204 });
    await client.upload(context, 'i', Readable.from([Buffer.from('by'), Buffer.from('tes')]), 5);
    expect(glance.last).toMatchObject({ method: 'PUT', url: '/v2/images/i/file', body: 'bytes' });
    expect(glance.last.headers).toMatchObject({ 'content-type': 'application/octet-stream', 'content-length': '5' });
    glance.answers.push({ status: 413 });
    await expect(client.upload(context, 'i', Readable.from(['x']), 1)).rejects.toMatchObject({
      name: 'ImageQuotaExceeded',
    });
  });

  it('deletes it, and does not mind where it is gone', async () => {
    glance.answers.push({ status: 204 }, { status: 404 }, { status: 409, body: 'in use' });
    await client.delete(context, 'i');
    await client.delete(context, 'i');
    expect(glance.last).toMatchObject({ method: 'DELETE', url: '/v2/images/i' });
    await expect(client.delete(context, 'i')).rejects.toMatchObject({
      message: 'Conflict deleting image. Reason: HTTP 409: in use.',
    });
  });

  it('is refused as what it is', async () => {
    glance.answers.push({ status: 403, body: 'no' }, { status: 400, body: 'no' });
    await expect(client.create(context, { name: 'x', properties: {} })).rejects.toMatchObject({ name: 'Forbidden' });
    await expect(client.create(context, { name: 'x', properties: {} })).rejects.toMatchObject({ name: 'Invalid' });
  });
});

describe('list', () => {
  it('goes through all pages, the newest first', async () => {
    glance.answers.push(
      { body: { images: [{ ...document, id: '1' }], next: '/v2/images?marker=1&image_type=backup' } },
      { body: { images: [{ ...document, id: '2' }] } },
    );
    const images = await client.list(context, { image_type: 'backup', instance_uuid: 'u' });
    expect(images.map(({ id }) => id)).toEqual(['1', '2']);
    expect(glance.asked.map(({ url }) => url)).toEqual([
      '/v2/images?image_type=backup&instance_uuid=u&sort_key=created_at&sort_dir=desc',
      '/v2/images?marker=1&image_type=backup',
    ]);
  });
});

describe('properties', () => {
  it('become those that are given and no others, in one patch', async () => {
    const before = { ...document, a: '1', 'b/c': '2', kept: 'k' };
    glance.answers.push({ body: before }, { body: { ...before, a: '3' } });
    const others = Object.fromEntries(Object.entries(document).filter(([name]) => name.startsWith('owner_specified')));
    const image = await client.setProperties(context, document.id, { ...others, a: '3', kept: 'k', d: 'e' });
    expect(image.properties).toMatchObject({ a: '3' });
    expect(JSON.parse(glance.last.body)).toEqual([
      { op: 'remove', path: '/b~1c' },
      { op: 'replace', path: '/a', value: '3' },
      { op: 'add', path: '/d', value: 'e' },
    ]);
    expect(glance.last.method).toBe('PATCH');
  });

  it('that are so already are not written', async () => {
    glance.answers.push({ body: { ...document } });
    const { properties } = await client.show(context, document.id);
    glance.answers.push({ body: { ...document } });
    await client.setProperties(context, document.id, properties);
    expect(glance.asked.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });
});
