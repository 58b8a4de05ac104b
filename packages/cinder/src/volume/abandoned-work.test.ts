// SPDX-License-Identifier: Apache-2.0
// What a killed service or a failing database leaves of a back end's work, and messages that come again.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { FakeBroker, RpcClient, transportFromConf, type Transport } from '@stackport/messaging';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCinderDatabase, type CinderDatabase } from '../database.js';
import type { Snapshot, Volume } from '../generated/mysql/client.js';
import { VolumeRpc } from '../rpc/volume-rpc.js';
import { cinderVolumeOptionGroups } from './volume-option-groups.js';
import { createCinderVolume, type CinderVolume } from './create-cinder-volume.js';
import { snapshotRow, volumeRow } from './test-support.js';

const TYPE = '11111111-2222-4333-8444-555555555555';
const HOST = 'node@files';
const EARLIER = new Date('2026-11-27T01:00:00Z');
const patience = { timeout: 15_000 };
const context = new RequestContext({ userId: 'user', projectId: 'project', roles: ['member'] });

let folder: string;
let database: CinderDatabase;
let transport: Transport;
let rpc: VolumeRpc;
let service: CinderVolume;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cinder-abandoned-'));
  database = await openCinderDatabase(`sqlite:///${join(folder, 'cinder.sqlite')}`, { logger: silentLogger });
  await database.client.volumeType.create({ data: { id: TYPE, name: 'kind' } });
});

afterEach(async () => {
  await service.stop();
  await transport.close();
  await database.close();
  await rm(folder, { recursive: true });
});

/** @param of - the database as the service sees it */
async function start(options: Record<string, unknown> = {}, of: CinderDatabase = database): Promise<void> {
  const configuration = Configuration.of(cinderVolumeOptionGroups, {
    DEFAULT: {
      transport_url: 'fake://',
      state_path: folder,
      host: 'node',
      enabled_backends: ['files', 'more'],
      ...options,
    },
    files: { volume_driver: 'stackport.file', file_volumes_dir: join(folder, 'files') },
    more: { volume_driver: 'stackport.file', file_volumes_dir: join(folder, 'more') },
  });
  transport = transportFromConf(configuration, { logger: silentLogger, fakeBroker: new FakeBroker() });
  rpc = new VolumeRpc(new RpcClient(transport, { topic: 'cinder-volume', version: '3.0' }));
  service = await createCinderVolume({
    configuration,
    logging: { logger: silentLogger } as never,
    transport,
    database: of,
  });
  await service.start();
}

/** The database, with some of its calls that fail once as if it were away. */
function failing(
  ...calls: readonly { model: 'volume' | 'worker'; when: (data: Record<string, unknown>) => boolean }[]
) {
  const left = [...calls];
  const client = new Proxy(database.client, {
    get: (target, name) => {
      const delegate: unknown = Reflect.get(target, name);
      if (name !== 'volume' && name !== 'worker') return delegate;
      return new Proxy(delegate as object, {
        get: (model, method) => {
          const call: unknown = Reflect.get(model, method);
          if (method !== 'updateMany') return call;
          return (args: { data: Record<string, unknown> }) => {
            const index = left.findIndex((one) => one.model === name && one.when(args.data));
            if (index === -1) return (call as (args: object) => Promise<unknown>)(args);
            left.splice(index, 1);
            return Promise.reject(Object.assign(new Error('Server has closed the connection.'), { code: 'P1017' }));
          };
        },
      });
    },
  });
  return Object.assign(Object.create(database) as CinderDatabase, { client });
}

async function add(values: Partial<Volume> = {}): Promise<Volume> {
  const row = volumeRow({ host: `${HOST}#files`, volumeTypeId: TYPE, ...values });
  await database.client.volume.create({ data: row });
  return row;
}

async function addSnapshot(volume: Volume, values: Partial<Snapshot>): Promise<Snapshot> {
  const row = snapshotRow(volume, values);
  await database.client.snapshot.create({ data: row });
  return row;
}

/** A claim as a service that was killed leaves it. */
async function leave(resourceType: string, resourceId: string, status: string, serviceId?: number): Promise<void> {
  const own = await database.client.service.findFirst({ where: { host: HOST } });
  const data = { resourceType, resourceId, status, serviceId: serviceId ?? own?.id ?? 0 };
  await database.client.worker.create({ data: { ...data, createdAt: EARLIER, updatedAt: EARLIER } });
}

const statusOf = async ({ id }: { id: string }) => (await database.client.volume.findFirst({ where: { id } }))?.status;
const snapshotStatus = async ({ id }: { id: string }) =>
  (await database.client.snapshot.findFirst({ where: { id } }))?.status;
const claims = async () => (await database.client.worker.findMany()).map(({ resourceId }) => resourceId);
const files = () => readdir(join(folder, 'files'));
const create = (volume: Volume) => rpc.createVolume(context, volume, { requestSpec: null, filterProperties: null });

it('settles what was given up from time to time, without a restart', async () => {
  await start({ service_down_time: 1 });
  const [made, kept, deleted] = [await add(), await add({ status: 'available' }), await add({ status: 'deleting' })];
  for (const { id } of [made, kept, deleted]) await writeFile(join(folder, 'files', `volume-${id}`), '');
  const snapshots = [
    await addSnapshot(kept, { status: 'creating' }),
    await addSnapshot(kept, { status: 'deleting' }),
  ] as const;
  const uploading = await add({ status: 'uploading' });
  for (const { id } of [made, kept, deleted, uploading]) await leave('Volume', id, 'creating');
  for (const { id } of snapshots) await leave('Snapshot', id, 'creating');
  await expect.poll(claims, patience).toEqual([]);
  expect(await Promise.all([made, kept, deleted, uploading].map(statusOf))).toEqual([
    'error',
    'available',
    'deleted',
    'available',
  ]);
  expect(await Promise.all(snapshots.map(snapshotStatus))).toEqual(['error', 'deleted']);
  expect(await files()).toEqual([`volume-${kept.id}`]);
});

it('cleans up on an operator’s word just what is named, and of the service that is named', async () => {
  await start();
  const volumes = [await add(), await add(), await add(), await add()] as const;
  const other = await database.client.service.create({ data: { host: 'gone@files', binary: 'cinder-volume' } });
  const [named, another, late, others] = volumes;
  await leave('Volume', named.id, 'creating');
  await leave('Volume', another.id, 'creating');
  await leave('Volume', others.id, 'creating', other.id);
  await rpc.doCleanup(context, { host: HOST, resource_type: 'Volume', resource_id: named.id, until: new Date() });
  await expect.poll(claims, patience).toEqual([another.id, others.id]);
  expect(await Promise.all(volumes.map(statusOf))).toEqual(['error', 'creating', 'creating', 'creating']);
  await rpc.doCleanup(context, { host: HOST, service_id: other.id, until: new Date() });
  await expect.poll(claims, patience).toEqual([another.id]);
  expect(await statusOf(others)).toBe('error');
  // What was claimed since is somebody's.
  await leave('Volume', late.id, 'creating');
  await database.client.worker.updateMany({ where: { resourceId: late.id }, data: { updatedAt: new Date() } });
  await rpc.doCleanup(context, { host: HOST, until: new Date(EARLIER.getTime() + 1000) });
  await expect.poll(claims, patience).toEqual([late.id]);
  expect(await Promise.all([another, late].map(statusOf))).toEqual(['error', 'creating']);
});

it('loses no message whose work it could not claim: the database was away', async () => {
  await start({}, failing({ model: 'worker', when: () => true }));
  const volume = await add();
  await create(volume);
  await expect.poll(() => statusOf(volume), patience).toBe('available');
  await expect.poll(claims, patience).toEqual([]);
  expect(await files()).toEqual([`volume-${volume.id}`]);
});

it('keeps the claim of what it could not finish, and ends it later: no file without an owner', async () => {
  const isDone = ({ status }: Record<string, unknown>): boolean => status === 'available';
  await start({ service_down_time: 2 }, failing({ model: 'volume', when: isDone }));
  const volume = await add();
  await create(volume);
  await expect.poll(() => statusOf(volume), patience).toBe('error');
  await expect.poll(claims, patience).toEqual([]);
  expect(await files()).toEqual([]);
});

it('makes no volume that has gone to another back end meanwhile, or back to the scheduler', async () => {
  await start();
  const [elsewhere, nowhere, here] = [await add({ host: `${HOST}#files` }), await add(), await add()];
  await database.client.volume.update({ where: { id: elsewhere.id }, data: { host: 'node@more#more' } });
  await database.client.volume.update({ where: { id: nowhere.id }, data: { host: null } });
  for (const volume of [elsewhere, nowhere, here]) await create(volume);
  await expect.poll(() => statusOf(here), patience).toBe('available');
  expect(await Promise.all([elsewhere, nowhere].map(statusOf))).toEqual(['creating', 'creating']);
  await expect.poll(claims, patience).toEqual([]);
  expect(await files()).toEqual([`volume-${here.id}`]);
});

it('migrates once, however often it is told; what a killed service had begun is begun anew', async () => {
  await start();
  const volume = await add();
  await create(volume);
  await expect.poll(() => statusOf(volume), patience).toBe('available');
  const migrate = () =>
    rpc.migrateVolume(context, volume, { host: 'node@more#more', clusterName: null, capabilities: {} }, false);
  const state = async () => {
    const row = await database.client.volume.findFirst({ where: { id: volume.id } });
    return [row?.migrationStatus, row?.host];
  };
  // As it is when the first message's service was killed.
  await database.client.volume.update({ where: { id: volume.id }, data: { migrationStatus: 'migrating' } });
  await migrate();
  await expect.poll(state, patience).toEqual(['success', 'node@more#more']);
  await expect.poll(files, patience).toEqual([]);
  await migrate();
  const next = await add();
  await create(next);
  await expect.poll(() => statusOf(next), patience).toBe('available');
  expect(await state()).toEqual(['success', 'node@more#more']);
  expect(await readdir(join(folder, 'more'))).toEqual([`volume-${volume.id}`]);
});

it('has a row in services as every service, made anew where it was deleted', async () => {
  await start({ report_interval: 1 });
  const first = await database.client.service.findFirstOrThrow({ where: { host: HOST, deleted: false } });
  expect(first).toMatchObject({ binary: 'cinder-volume', topic: 'cinder-volume', rpcCurrentVersion: '3.18' });
  await database.client.service.update({ where: { id: first.id }, data: { deleted: true } });
  const find = () => database.client.service.findFirst({ where: { host: HOST, deleted: false } });
  await expect.poll(find, patience).not.toBeNull();
  const volume = await add();
  await create(volume);
  await expect.poll(() => statusOf(volume), patience).toBe('available');
  const { serviceUuid } = await database.client.volume.findFirstOrThrow({ where: { id: volume.id } });
  expect([serviceUuid, serviceUuid === first.uuid]).toEqual([(await find())?.uuid, false]);
});
