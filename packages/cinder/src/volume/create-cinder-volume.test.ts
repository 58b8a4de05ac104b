// SPDX-License-Identifier: Apache-2.0
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { FakeBroker, RpcClient, transportFromConf, type Transport } from '@stackport/messaging';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCinderDatabase, type CinderDatabase } from '../database.js';
import type { Volume } from '../generated/mysql/client.js';
import { VolumeRpc } from '../rpc/volume-rpc.js';
import { cinderVolumeOptionGroups } from './volume-option-groups.js';
import { createCinderVolume, type CinderVolume } from './create-cinder-volume.js';
import { snapshotRow, volumeRow } from './test-support.js';

const GIB = 1024 ** 3;
const TYPE = '11111111-2222-4333-8444-555555555555';
const context = new RequestContext({ userId: 'user', projectId: 'project', roles: ['member'], authToken: 'token' });

let folder: string;
let database: CinderDatabase;
let transport: Transport;
let rpc: VolumeRpc;
let service: CinderVolume;
let glance: Server;
const images = new Map<string, { data: Buffer; values: Record<string, unknown> }>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cinder-volume-'));
  database = await openCinderDatabase(`sqlite:///${join(folder, 'cinder.sqlite')}`, { logger: silentLogger });
  await database.client.volumeType.create({ data: { id: TYPE, name: 'kind' } });
  images.clear();
  glance = createServer((request, response) => {
    const [, id = '', file] = /^\/v2\/images\/([^/]+)(\/file)?$/.exec(request.url ?? '') ?? [];
    const image = images.get(id);
    if (request.headers['x-auth-token'] !== 'token') response.writeHead(401).end();
    else if (image === undefined) response.writeHead(404).end();
    else if (request.method === 'DELETE') {
      images.delete(id);
      response.writeHead(204).end();
    } else if (request.method === 'PUT') {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.length < 2 && chunks.push(chunk));
      request.on('end', () => {
        image.data = Buffer.concat(chunks).subarray(0, 100);
        response.writeHead(204).end();
      });
    } else if (file !== undefined) response.writeHead(200).end(image.data);
    else {
      const base = { id, status: 'active', name: 'cirros', disk_format: 'raw', container_format: 'bare', min_disk: 0 };
      response.end(JSON.stringify({ ...base, min_ram: 0, size: image.data.length, ...image.values }));
    }
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => glance.once('listening', resolve));
  service = await start();
});

afterEach(async () => {
  await service.stop();
  await transport.close();
  await database.close();
  await new Promise((resolve) => glance.close(resolve));
  await rm(folder, { recursive: true });
});

async function start(): Promise<CinderVolume> {
  const configuration = Configuration.of(cinderVolumeOptionGroups, {
    DEFAULT: {
      transport_url: 'fake://',
      state_path: folder,
      host: 'node',
      cinder_internal_tenant_project_id: 'internal',
      cinder_internal_tenant_user_id: 'internal',
      enabled_backends: ['files', 'more', 'lvm'],
      glance_api_servers: [`http://127.0.0.1:${(glance.address() as AddressInfo).port}`],
    },
    key_manager: { backend: 'cinder.keymgr.conf_key_mgr.ConfKeyManager', fixed_key: '0f'.repeat(32) },
    files: { volume_driver: 'stackport.file', file_volumes_dir: join(folder, 'files') },
    more: {
      volume_driver: 'stackport.file',
      file_volumes_dir: join(folder, 'more'),
      image_volume_cache_enabled: true,
      image_volume_cache_max_count: 1,
    },
    lvm: { volume_driver: 'cinder.volume.drivers.lvm.LVMVolumeDriver' },
  });
  transport = transportFromConf(configuration, { logger: silentLogger, fakeBroker: new FakeBroker() });
  rpc = new VolumeRpc(new RpcClient(transport, { topic: 'cinder-volume', version: '3.0' }));
  const made = await createCinderVolume({
    configuration,
    logging: { logger: silentLogger } as never,
    transport,
    database,
  });
  await made.start();
  return made;
}

async function add(values: Partial<Volume> = {}): Promise<Volume> {
  const row = volumeRow({ host: 'node@files#files', volumeTypeId: TYPE, ...values });
  await database.client.volume.create({ data: row });
  return row;
}

const load = (id: string): Promise<Volume | null> => database.client.volume.findFirst({ where: { id } });

async function until(id: string, status: string): Promise<Volume> {
  await expect.poll(async () => (await load(id))?.status, { timeout: 45_000 }).toBe(status);
  return (await load(id)) as Volume;
}

async function create(
  values: Partial<Volume> = {},
  requestSpec: Record<string, unknown> | null = null,
): Promise<Volume> {
  const row = await add(values);
  await rpc.createVolume(context, row, { requestSpec, filterProperties: null });
  return until(row.id, 'available');
}

async function bytes(path: string, length: number): Promise<string> {
  const file = await open(path, 'r');
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, 0);
  await file.close();
  return buffer.toString();
}

const fileOf = (volume: Volume, backend = 'files'): string => join(folder, backend, `volume-${volume.id}`);

async function noWork(): Promise<void> {
  await expect.poll(() => database.client.worker.count()).toBe(0);
}

describe('create_volume', () => {
  it('makes a volume, once', async () => {
    const volume = await create();
    expect(volume.launchedAt).not.toBeNull();
    expect(volume.serviceUuid).not.toBeNull();
    expect((await stat(fileOf(volume))).size).toBe(GIB);
    await writeFile(fileOf(volume), 'used', { flag: 'r+' });
    await rpc.createVolume(context, volume, { requestSpec: null, filterProperties: null });
    await noWork();
    expect(await bytes(fileOf(volume), 4)).toBe('used');
  });

  it('writes an image into it, with its facts', async () => {
    images.set('cirros', { data: Buffer.from('image bytes'), values: { hw_disk_bus: 'scsi', checksum: 'abc' } });
    const volume = await create({}, { image_id: 'cirros' });
    expect(volume.bootable).toBe(true);
    expect(await bytes(fileOf(volume), 11)).toBe('image bytes');
    const facts = await database.client.volumeGlanceMetadata.findMany({ where: { volumeId: volume.id } });
    expect(Object.fromEntries(facts.map(({ key, value }) => [key, value]))).toMatchObject({
      image_id: 'cirros',
      image_name: 'cirros',
      hw_disk_bus: 'scsi',
      checksum: 'abc',
    });
    const clone = await create({ sourceVolumeId: volume.id });
    expect(clone.bootable).toBe(true);
    expect(await bytes(fileOf(clone), 11)).toBe('image bytes');
  });

  it('clones what the image cache has, and keeps no more than it may', async () => {
    for (const id of ['one', 'two'])
      images.set(id, { data: Buffer.from(`image ${id}`), values: { updated_at: '2026-11-27T01:00:00Z' } });
    const where = { host: 'node@more#more' };
    await create(where, { image_id: 'one' });
    (images.get('one') as { data: Buffer }).data = Buffer.from('not read');
    const second = await create(where, { image_id: 'one' });
    expect(await bytes(fileOf(second, 'more'), 9)).toBe('image one');
    await create(where, { image_id: 'two' });
    expect(await database.client.imageVolumeCacheEntry.findMany()).toMatchObject([{ imageId: 'two', size: 1 }]);
    await expect.poll(async () => (await readdir(join(folder, 'more'))).length).toBe(4);
  });

  it('leaves an error, a message and no file for an image that does not fit', async () => {
    images.set('bad', { data: Buffer.from('no image'), values: { disk_format: 'qcow2' } });
    const row = await add();
    await rpc.createVolume(context, row, { requestSpec: { image_id: 'bad' }, filterProperties: { retry: {} } });
    await until(row.id, 'error');
    expect(await readdir(join(folder, 'files'))).toEqual([]);
    expect(await database.client.message.findMany()).toMatchObject([{ resourceUuid: row.id, actionId: '005' }]);
    await noWork();
  });
});

it('makes snapshots, volumes of them, and goes back', async () => {
  const volume = await create();
  await writeFile(fileOf(volume), 'before', { flag: 'r+' });
  const snapshot = snapshotRow(volume);
  await database.client.snapshot.create({ data: snapshot });
  await rpc.createSnapshot(context, volume, snapshot);
  const status = async () => (await database.client.snapshot.findFirst({ where: { id: snapshot.id } }))?.status;
  await expect.poll(status).toBe('available');
  await writeFile(fileOf(volume), 'after!', { flag: 'r+' });
  const made = await create({ snapshotId: snapshot.id });
  expect(await bytes(fileOf(made), 6)).toBe('before');
  await database.client.volume.update({ where: { id: volume.id }, data: { status: 'reverting' } });
  await rpc.revertToSnapshot(context, volume, snapshot);
  await until(volume.id, 'available');
  expect(await bytes(fileOf(volume), 6)).toBe('before');
  await database.client.snapshot.update({ where: { id: snapshot.id }, data: { status: 'deleting' } });
  await rpc.deleteSnapshot(context, volume, snapshot);
  await expect.poll(status).toBe('deleted');
});

it('deletes, and gives the quota back', async () => {
  const volume = await create();
  for (const [resource, inUse] of [
    ['volumes', 1],
    ['gigabytes', 1],
    ['volumes_kind', 1],
    ['gigabytes_kind', 1],
  ] as const)
    await database.client.quotaUsage.create({ data: { projectId: 'project', resource, inUse, reserved: 0 } });
  await rpc.deleteVolume(context, volume);
  await until(volume.id, 'deleted');
  await noWork();
  expect(await readdir(join(folder, 'files'))).toEqual([]);
  const usages = await database.client.quotaUsage.findMany();
  expect(usages.map(({ inUse, reserved }) => [inUse, reserved])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  await rpc.deleteVolume(context, volume);
});

it('attaches and detaches, both ways', async () => {
  const volume = await create();
  const instanceUuid = '99999999-2222-4333-8444-555555555555';
  const info = await rpc.initializeConnection(context, volume, { host: 'compute' });
  expect(info).toMatchObject({
    driver_volume_type: 'local',
    data: { device_path: fileOf(volume), access_mode: 'rw', encrypted: false, qos_specs: null },
  });
  await rpc.attachVolume(context, volume, { instanceUuid, hostName: null, mountpoint: '/dev/vdb', mode: 'rw' });
  expect(await load(volume.id)).toMatchObject({ status: 'in-use', attachStatus: 'attached' });
  await expect(rpc.deleteVolume(context, volume)).resolves.toBeUndefined();
  // An operator takes it away from a server by force.
  await database.client.volume.update({ where: { id: volume.id }, data: { status: 'error' } });
  await rpc.detachVolume(context, volume, null);
  expect(await load(volume.id)).toMatchObject({ status: 'available', attachStatus: 'detached' });

  const id = '88888888-2222-4333-8444-555555555555';
  await database.client.volumeAttachment.create({
    data: { id, volumeId: volume.id, attachStatus: 'reserved', attachMode: 'ro', instanceUuid },
  });
  const connection = await rpc.attachmentUpdate(context, volume, { host: 'compute', mountpoint: '/dev/vdc' }, id);
  expect(connection).toMatchObject({ device_path: fileOf(volume), attachment_id: id, access_mode: 'rw' });
  expect(await load(volume.id)).toMatchObject({ status: 'attaching', attachStatus: 'attaching' });
  await rpc.attachmentDelete(context, id, volume);
});

it('extends, and uploads to an image', async () => {
  const volume = await create();
  await database.client.volume.update({ where: { id: volume.id }, data: { status: 'extending' } });
  await rpc.extendVolume(context, volume, 2, []);
  expect(await until(volume.id, 'available')).toMatchObject({ size: 2 });
  expect((await stat(fileOf(volume))).size).toBe(2 * GIB);
  await writeFile(fileOf(volume), 'to glance', { flag: 'r+' });
  images.set('new', { data: Buffer.alloc(0), values: {} });
  await database.client.volume.update({ where: { id: volume.id }, data: { status: 'uploading' } });
  await rpc.copyVolumeToImage(context, volume, { id: 'new', disk_format: 'raw', container_format: 'bare' });
  await until(volume.id, 'available');
  expect(images.get('new')?.data.subarray(0, 9).toString()).toBe('to glance');
});

it('migrates to another back end, with the bytes and the id', async () => {
  const volume = await create();
  await writeFile(fileOf(volume), 'moved', { flag: 'r+' });
  await database.client.volume.update({
    where: { id: volume.id },
    data: { status: 'maintenance', previousStatus: 'available', migrationStatus: 'starting' },
  });
  await rpc.migrateVolume(context, volume, { host: 'node@more#more', clusterName: null, capabilities: {} }, false);
  await expect.poll(async () => (await load(volume.id))?.migrationStatus, { timeout: 15_000 }).toBe('success');
  expect(await load(volume.id)).toMatchObject({ host: 'node@more#more', status: 'available', nameId: null });
  expect(await bytes(fileOf(volume, 'more'), 5)).toBe('moved');
  await expect.poll(() => readdir(join(folder, 'files'))).toEqual([]);
  await expect.poll(() => database.client.volume.count({ where: { deleted: false } })).toBe(1);
});

it('encrypts the image of an encrypted volume, and only where nodes can open it', async () => {
  images.set('plain', { data: Buffer.from('bootable'), values: {} });
  const encryption = { volumeTypeId: TYPE, controlLocation: 'front-end', cipher: 'aes-xts-plain64', keySize: 256 };
  await database.client.encryption.create({ data: { ...encryption, encryptionId: 'one', provider: 'luks' } });
  const key = { encryptionKeyId: '00000000-0000-0000-0000-000000000000' };
  const first = await add(key);
  await rpc.createVolume(context, first, { requestSpec: { image_id: 'plain' }, filterProperties: null });
  const status = async () => (await load(first.id))?.status;
  await expect.poll(status, { timeout: 150_000 }).toBe('available');
  const volume = (await load(first.id)) as Volume;
  expect(volume).toMatchObject({ bootable: true });
  expect(await bytes(fileOf(volume), 4)).toBe('LUKS');
  await database.client.encryption.updateMany({ data: { provider: 'plain' } });
  const row = await add(key);
  await rpc.createVolume(context, row, { requestSpec: { image_id: 'plain' }, filterProperties: null });
  await until(row.id, 'error');
  expect(await readdir(join(folder, 'files'))).toEqual([`volume-${volume.id}`]);
}, 180_000);

it('takes over files', async () => {
  await writeFile(join(folder, 'files', 'disk.raw'), 'theirs');
  const row = await add({ status: 'managing', size: 0 });
  await rpc.manageExisting(context, row, { 'source-name': 'disk.raw' });
  expect(await until(row.id, 'available')).toMatchObject({ size: 1 });
  expect(await bytes(fileOf(row), 6)).toBe('theirs');
  // The API counted the volume.
  expect(await database.client.quotaUsage.findFirst({ where: { resource: 'volumes' } })).toBeNull();
  expect(await database.client.quotaUsage.findFirst({ where: { resource: 'gigabytes' } })).toMatchObject({ inUse: 1 });
});

it('shows a back end that is not here as down, and its errors under upstream’s names', async () => {
  const rows = await database.client.service.findMany({ orderBy: { host: 'asc' } });
  expect(rows.map(({ host, reportCount }) => [host, reportCount])).toEqual([
    ['node@files', 1],
    ['node@lvm', 0],
    ['node@more', 1],
  ]);
  await expect(rpc.getCapabilities(context, { host: 'node@lvm' }, false)).rejects.toThrow('Volume driver not ready.');
  expect(await rpc.getCapabilities(context, { host: 'node@files' }, false)).toMatchObject({
    storage_protocol: 'local',
    volume_backend_name: 'files',
  });
});

it('ends what a killed process left: what was made is in error, what was deleted is gone', async () => {
  const left = await add({ status: 'downloading' });
  const going = await create();
  await database.client.volume.update({ where: { id: going.id }, data: { status: 'deleting' } });
  const uploading = await create();
  await database.client.volume.update({ where: { id: uploading.id }, data: { status: 'uploading' } });
  const { id: serviceId } = await database.client.service.findFirstOrThrow({ where: { host: 'node@files' } });
  await writeFile(fileOf(left), 'half');
  for (const [row, status] of [
    [left, 'creating'],
    [going, 'deleting'],
    [uploading, 'uploading'],
  ] as const)
    await database.client.worker.create({
      data: {
        resourceType: 'Volume',
        resourceId: row.id,
        status,
        serviceId,
        updatedAt: new Date(Date.now() - 60_000),
      },
    });
  await service.stop();
  await transport.close();
  service = await start();
  expect((await load(left.id))?.status).toBe('error');
  expect((await load(going.id))?.status).toBe('deleted');
  expect((await load(uploading.id))?.status).toBe('available');
  expect(await readdir(join(folder, 'files'))).toEqual([`volume-${uploading.id}`]);
  await noWork();
});
