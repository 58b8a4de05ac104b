// SPDX-License-Identifier: Apache-2.0
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import { mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { FakeBroker, RpcClient, transportFromConf, type Transport } from '@stackport/messaging';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openCinderDatabase, type CinderDatabase } from '../database.js';
import type { Volume } from '../generated/mysql/client.js';
import { VolumeRpc } from '../rpc/volume-rpc.js';
import { createCinderVolume, type CinderVolume } from './create-cinder-volume.js';
import { volumeRow } from './test-support.js';
import { cinderVolumeOptionGroups } from './volume-option-groups.js';

const TYPE = '11111111-2222-4333-8444-555555555555';
const OTHER_TYPE = '22222222-2222-4333-8444-555555555555';
const SERVER = '33333333-2222-4333-8444-555555555555';
const HERE = 'node@here#here';
const THERE = 'node@there#there';
const POLL = { timeout: 60_000 };
vi.setConfig({ testTimeout: 300_000 });

const context = new RequestContext({ userId: 'user', projectId: 'project', roles: ['member'], authToken: 'token' });

let folder: string;
let database: CinderDatabase;
let transport: Transport;
let rpc: VolumeRpc;
let service: CinderVolume;
let nova: Server;
let novaStatus: number;
const asked: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cinder-migration-'));
  database = await openCinderDatabase(`sqlite:///${join(folder, 'cinder.sqlite')}`, { logger: silentLogger });
  await database.client.volumeType.createMany({
    data: [
      { id: TYPE, name: 'kind' },
      { id: OTHER_TYPE, name: 'other' },
    ],
  });
  asked.splice(0);
  novaStatus = 202;
  nova = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''} ${body}`);
      response.writeHead(novaStatus).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => nova.once('listening', resolve));
  const configuration = Configuration.of(cinderVolumeOptionGroups, {
    DEFAULT: { transport_url: 'fake://', state_path: folder, host: 'node', enabled_backends: ['here', 'there'] },
    nova: { endpoint_override: `http://127.0.0.1:${(nova.address() as AddressInfo).port}` },
    here: { volume_driver: 'stackport.file', file_volumes_dir: join(folder, 'here') },
    there: {
      volume_driver: 'stackport.file',
      file_volumes_dir: join(folder, 'there'),
      backend_availability_zone: 'second',
    },
  });
  transport = transportFromConf(configuration, { logger: silentLogger, fakeBroker: new FakeBroker() });
  rpc = new VolumeRpc(new RpcClient(transport, { topic: 'cinder-volume', version: '3.0' }));
  service = await createCinderVolume({
    configuration,
    logging: { logger: silentLogger } as never,
    transport,
    database,
  });
  await service.start();
});

afterEach(async () => {
  await service.stop();
  await transport.close();
  await database.close();
  await new Promise((resolve) => nova.close(resolve));
  await rm(folder, { recursive: true });
});

const load = (id: string): Promise<Volume> => database.client.volume.findUniqueOrThrow({ where: { id } });
const until = (id: string, wanted: Partial<Volume>): Promise<void> =>
  expect.poll(() => load(id), POLL).toMatchObject(wanted);
const fileOf = (id: string, backend: string): string => join(folder, backend, `volume-${id}`);

async function read(path: string, length: number): Promise<string> {
  const file = await open(path, 'r');
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, 0);
  await file.close();
  return buffer.toString();
}

/** One that is made, with a few bytes, and short so that they are soon copied. */
async function add(values: Partial<Volume> = {}): Promise<Volume> {
  const row = volumeRow({ host: HERE, volumeTypeId: TYPE });
  await database.client.volume.create({ data: row });
  await rpc.createVolume(context, row, { requestSpec: null, filterProperties: null });
  await until(row.id, { status: 'available' });
  await truncate(fileOf(row.id, 'here'), 2 ** 20);
  await writeFile(fileOf(row.id, 'here'), 'bytes', { flag: 'r+' });
  await database.client.volume.update({ where: { id: row.id }, data: values });
  return load(row.id);
}

async function attach(volumeId: string, id: string, instanceUuid: string | null = SERVER): Promise<void> {
  await database.client.volumeAttachment.create({
    data: { id, volumeId, instanceUuid, attachStatus: 'attached', attachedHost: 'compute', mountpoint: '/dev/vdb' },
  });
  await database.client.volume.update({ where: { id: volumeId }, data: { attachStatus: 'attached' } });
}

const destination = { host: THERE, clusterName: null, capabilities: {} };
const targetsOf = (id: string): Promise<Volume[]> =>
  database.client.volume.findMany({ where: { migrationStatus: `target:${id}`, deleted: false } });

it('has the server of a volume in use copy it, and ends the migration when that is done', async () => {
  const volume = await add({ status: 'in-use', previousStatus: 'in-use', migrationStatus: 'starting' });
  await attach(volume.id, 'old');
  await rpc.migrateVolume(context, await load(volume.id), destination, false);
  await expect.poll(() => asked, POLL).toHaveLength(1);
  const [target] = await targetsOf(volume.id);
  if (target === undefined) throw new Error('There is no target');
  expect(asked[0]).toBe(
    `PUT /servers/${SERVER}/os-volume_attachments/${volume.id} {"volumeAttachment":{"volumeId":"${target.id}"}}`,
  );
  expect(target).toMatchObject({ host: THERE, availabilityZone: 'second', useQuota: false });
  // What the Compute service does then.
  await attach(target.id, 'new');
  await database.client.volumeAttachment.update({ where: { id: 'old' }, data: { deleted: true } });
  await database.client.volume.update({ where: { id: volume.id }, data: { attachStatus: 'detached' } });
  await writeFile(fileOf(target.id, 'there'), 'copied', { flag: 'r+' });
  expect(await rpc.migrateVolumeCompletion(context, await load(volume.id), await load(target.id), false)).toBe(
    volume.id,
  );
  expect(await load(volume.id)).toMatchObject({
    status: 'in-use',
    attachStatus: 'attached',
    migrationStatus: 'success',
    host: THERE,
    availabilityZone: 'second',
    nameId: null,
  });
  expect(await database.client.volumeAttachment.findMany({ where: { deleted: false } })).toMatchObject([
    { id: 'new', volumeId: volume.id },
  ]);
  expect(await read(fileOf(volume.id, 'there'), 6)).toBe('copied');
  await until(target.id, { deleted: true });
  expect(existsSync(fileOf(volume.id, 'here'))).toBe(false);
});

it('leaves a volume in use where the Compute service does not take it, or cannot copy it', async () => {
  const volume = await add({ status: 'in-use', previousStatus: 'in-use' });
  await attach(volume.id, 'one');
  for (const instanceUuid of [SERVER, null]) {
    await database.client.volumeAttachment.update({ where: { id: 'one' }, data: { instanceUuid } });
    await database.client.volume.update({ where: { id: volume.id }, data: { migrationStatus: 'starting' } });
    novaStatus = 409;
    await rpc.migrateVolume(context, await load(volume.id), destination, false);
    await until(volume.id, { status: 'in-use', migrationStatus: 'error', host: HERE });
    await expect.poll(() => targetsOf(volume.id), POLL).toEqual([]);
  }
  // A failure that the Compute service tells.
  const failing = await add({ status: 'in-use', previousStatus: 'in-use', migrationStatus: 'migrating' });
  const target = await add({ migrationStatus: `target:${failing.id}`, useQuota: false });
  expect(await rpc.migrateVolumeCompletion(context, failing, target, true)).toBe(failing.id);
  await until(failing.id, { status: 'in-use', migrationStatus: 'error', host: HERE });
  await until(target.id, { deleted: true });
});

it('takes away what a killed service had begun to copy to', async () => {
  const volume = await add({ status: 'maintenance', previousStatus: 'available', migrationStatus: 'migrating' });
  const begun = await add({ migrationStatus: `target:${volume.id}`, useQuota: false });
  await rpc.migrateVolume(context, volume, destination, true);
  await until(volume.id, { status: 'available', migrationStatus: 'success', host: THERE });
  await until(begun.id, { deleted: true });
  expect(await read(fileOf(volume.id, 'there'), 5)).toBe('bytes');
});

it('does not make what is plain a type that is encrypted, and puts back what the API set', async () => {
  await database.client.encryption.create({
    data: { encryptionId: 'e', volumeTypeId: OTHER_TYPE, provider: 'luks', controlLocation: 'front-end' },
  });
  for (const [host, migrationPolicy] of [
    [HERE, 'never'],
    [HERE, 'on-demand'],
    [THERE, 'on-demand'],
  ] as const) {
    const volume = await add({ status: 'retyping', previousStatus: 'available', multiattach: true });
    await rpc.retype(context, volume, {
      newTypeId: OTHER_TYPE,
      destination: { ...destination, host },
      migrationPolicy,
      reservations: null,
      oldReservations: null,
    });
    await until(volume.id, { status: 'available', multiattach: false, volumeTypeId: TYPE, host: HERE });
    expect(await targetsOf(volume.id)).toEqual([]);
  }
});
