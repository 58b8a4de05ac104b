// SPDX-License-Identifier: Apache-2.0
// Imports, tasks, stores, the cache and members: what the openstack client of Debian 12 has no commands for, the glance client has.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GlanceClient, type Row } from '../src/glance-client.js';
import { RunningCloud } from '../src/running-cloud.js';

const bytes = randomBytes(3 * 1024 * 1024 + 5);
const server = createServer((request, response) => void request.resume().on('end', () => response.end(bytes)));
let folder: string;
let source: string;
let cloud: RunningCloud;
let glance: GlanceClient;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stackport-stores-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  source = join(folder, 'source.img');
  writeFileSync(source, bytes);
  writeFileSync(
    join(folder, 'glance-api.conf'),
    `[DEFAULT]
enabled_backends = fast:file, slow:file
image_cache_dir = ${join(folder, 'cache')}
[glance_store]
default_backend = fast
[fast]
filesystem_store_datadir = ${join(folder, 'fast')}
[slow]
filesystem_store_datadir = ${join(folder, 'slow')}
[paste_deploy]
flavor = keystone+cachemanagement
[import_filtering_opts]
allowed_hosts = [127.0.0.1]
allowed_ports = [${(server.address() as AddressInfo).port}]
`,
  );
  cloud = await RunningCloud.start('--config-dir', folder);
  glance = new GlanceClient(cloud);
});
afterAll(async () => {
  await cloud.stop();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const FORM = ['--disk-format', 'raw', '--container-format', 'bare'] as const;
const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/disk.img`;
const stored = (store: string, id: string): string => join(folder, store, id);

/** Makes an image that has no bytes yet. */
async function queued(name: string): Promise<string> {
  const { id = '', status } = await glance.one('image-create', '--name', name, ...FORM);
  expect(status).toBe('queued');
  return id;
}

async function until(id: string, isIt: (image: Row) => boolean): Promise<Row> {
  for (const end = Date.now() + 60_000; ;) {
    const image = await glance.one('image-show', id);
    if (isIt(image)) return image;
    if (Date.now() > end) throw new Error(`It never came to pass: ${JSON.stringify(image)}\n${cloud.output}`);
  }
}
const isActive = ({ status }: Row): boolean => status === 'active';

describe('glance image-import', () => {
  it('glance-direct: what was staged', async () => {
    const id = await queued('staged');
    await glance.run('image-stage', id, '--file', source);
    expect(await glance.one('image-show', id)).toMatchObject({ status: 'uploading' });
    await glance.run('image-import', id, '--import-method', 'glance-direct');
    expect(await until(id, isActive)).toMatchObject({ size: String(bytes.length), stores: 'fast' });
    expect(readFileSync(stored('fast', id)).equals(bytes)).toBe(true);
    const tasks = await glance.list('image-tasks', id);
    expect(tasks).toMatchObject([{ Status: 'success' }]);
    const [task] = await glance.list('task-list');
    expect(await glance.one('task-show', task?.ID ?? '')).toMatchObject({
      type: 'api_image_import',
      status: 'success',
    });
  });

  it('web-download: into several stores', async () => {
    const id = await queued('fetched');
    const stores = ['--stores', 'fast,slow'];
    await glance.run('image-import', id, '--import-method', 'web-download', '--uri', url(), ...stores);
    await until(id, (image) => isActive(image) && image.os_glance_importing_to_stores === '');
    for (const store of ['fast', 'slow']) expect(readFileSync(stored(store, id)).equals(bytes)).toBe(true);
    const forbidden = await queued('forbidden');
    const words = ['--import-method', 'web-download', '--uri', 'http://127.0.0.1:1/disk.img'];
    await expect(glance.run('image-import', forbidden, ...words)).rejects.toThrow(/HTTP 400|does not pass filtering/);
  });
});

describe('glance task-create', () => {
  it('import: makes the image itself', async () => {
    const properties = { name: 'by-task', disk_format: 'raw', container_format: 'bare' };
    const input = { import_from: url(), import_from_format: 'raw', image_properties: properties };
    const { id = '' } = await glance.one('task-create', '--type', 'import', '--input', JSON.stringify(input));
    await expect.poll(async () => (await glance.one('task-show', id)).status, { timeout: 60_000 }).toBe('success');
    expect(await glance.list('image-list', '--property-filter', 'name=by-task')).toHaveLength(1);
  });
});

describe('glance stores-info, stores-delete', () => {
  it('says which stores there are; an image can be copied to one and taken away from it, and is in one at least', async () => {
    expect((await glance.one('stores-info')).stores?.replaceAll(' ', '')).toBe(
      '[{"id":"fast","default":"true"},{"id":"slow"}]',
    );
    const { id = '' } = await glance.one(
      'image-create',
      '--name',
      'copied',
      ...FORM,
      '--store',
      'slow',
      '--file',
      source,
    );
    expect([existsSync(stored('slow', id)), existsSync(stored('fast', id))]).toEqual([true, false]);
    await glance.run('image-import', id, '--import-method', 'copy-image', '--stores', 'fast');
    await until(id, ({ stores }) => stores === 'slow,fast');
    await glance.run('stores-delete', '--store', 'slow', id);
    expect(await glance.one('image-show', id)).toMatchObject({ stores: 'fast' });
    expect([existsSync(stored('slow', id)), existsSync(stored('fast', id))]).toEqual([false, true]);
    await expect(glance.run('stores-delete', '--store', 'fast', id)).rejects.toThrow(/HTTP 403/);
  });
});

describe('glance cache-list, cache-queue, cache-delete, cache-clear', () => {
  it('keeps what was read or asked for, until it is told not to', async () => {
    const { id = '' } = await glance.one('image-create', '--name', 'read', ...FORM, '--file', source);
    const states = async () => (await glance.list('cache-list')).map(({ ID, State }) => ({ ID, State }));
    await glance.run('image-download', id, '--file', join(folder, 'copy.img'));
    expect(readFileSync(join(folder, 'copy.img')).equals(bytes)).toBe(true);
    await expect.poll(states, { timeout: 60_000 }).toContainEqual({ ID: id, State: 'cached' });
    await glance.run('cache-delete', id);
    expect(await states()).toEqual([]);
    await glance.run('cache-queue', id);
    await expect.poll(states, { timeout: 60_000 }).toMatchObject([{ ID: id }]);
    await glance.run('cache-clear');
    expect(await states()).toEqual([]);
  });
});

describe('glance member-…, image-tag-…, image-deactivate', () => {
  it('create, list, get, update, delete', async () => {
    const id = await queued('shared');
    await glance.run('member-create', id, 'theirs');
    expect(await glance.list('member-list', '--image-id', id)).toEqual([
      { 'Image ID': id, 'Member ID': 'theirs', Status: 'pending' },
    ]);
    await glance.run('member-update', id, 'theirs', 'rejected');
    expect(await glance.one('member-get', id, 'theirs')).toMatchObject({ member_id: 'theirs', status: 'rejected' });
    await expect(glance.run('member-create', id, 'theirs')).rejects.toThrow(/HTTP 409/);
    await glance.run('member-delete', id, 'theirs');
    expect(await glance.list('member-list', '--image-id', id)).toEqual([]);
    await expect(glance.run('member-get', id, 'theirs')).rejects.toThrow(/HTTP 404/);
  });

  it('tags are put and taken away one by one; what is deactivated is not read', async () => {
    const { id = '' } = await glance.one(
      'image-create',
      '--name',
      'tagged',
      ...FORM,
      '--file',
      source,
      '--visibility',
      'public',
    );
    await glance.run('image-tag-update', id, 'blue');
    await glance.run('image-tag-update', id, 'red');
    expect(await glance.list('image-list', '--tag', 'blue', '--tag', 'red')).toEqual([{ ID: id, Name: 'tagged' }]);
    await glance.run('image-tag-delete', id, 'red');
    expect(await glance.list('image-list', '--tag', 'red')).toEqual([]);
    await glance.run('image-deactivate', id);
    await expect(
      cloud.openstackAs('stackport-demo', 'image', 'save', id, '--file', join(folder, 'no.img')),
    ).rejects.toThrow(/Unable to download image/);
    await glance.run('image-reactivate', id);
    await cloud.openstackAs('stackport-demo', 'image', 'save', id, '--file', join(folder, 'yes.img'));
    expect(readFileSync(join(folder, 'yes.img')).equals(bytes)).toBe(true);
  });
});
