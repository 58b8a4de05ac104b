// SPDX-License-Identifier: Apache-2.0
import { hostname } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BlockStorage, LATEST } from '../src/block-storage.js';
import { RunningCloud } from '../src/running-cloud.js';

let cloud: RunningCloud;
let storage: BlockStorage;
beforeAll(async () => {
  cloud = await RunningCloud.start();
  storage = new BlockStorage(cloud);
});
afterAll(() => cloud.stop());

const HOST = hostname();
const BACKEND = `${HOST}@file`;

it('openstack volume service list and set: a service that is disabled gets no volumes', async () => {
  const services = await storage.list('volume', 'service', 'list');
  expect(services.map(({ Binary, Host, Status, State, Zone }) => [Binary, Host, Status, State, Zone])).toEqual(
    expect.arrayContaining([
      ['cinder-scheduler', HOST, 'enabled', 'up', 'nova'],
      ['cinder-volume', BACKEND, 'enabled', 'up', 'nova'],
      ['cinder-backup', HOST, 'enabled', 'up', 'nova'],
    ]),
  );
  await storage.run('volume', 'service', 'set', '--disable', '--disable-reason', 'new disk', BACKEND, 'cinder-volume');
  const [service] = await storage.list('volume', 'service', 'list', '--service', 'cinder-volume', '--long');
  expect(service).toMatchObject({ Status: 'disabled', State: 'up', 'Disabled Reason': 'new disk' });
  const { id } = await storage.one('volume', 'create', '--size', '1', 'homeless');
  await storage.until('volume', id, 'error');
  await storage.run('volume', 'service', 'set', '--enable', BACKEND, 'cinder-volume');
  await storage.volume('at-home', '--size', '1');
  await storage.remove('volume', id);
});

it('openstack availability zone list, block storage resource filter list, extension list', async () => {
  const zones = await storage.list('availability', 'zone', 'list', '--volume');
  expect(zones).toEqual([{ 'Zone Name': 'nova', 'Zone Status': 'available' }]);
  const filters = await storage.list(...LATEST, 'block', 'storage', 'resource', 'filter', 'list');
  expect(filters.find(({ Resource }) => Resource === 'backup')?.Filters).toEqual(['name', 'status', 'volume_id']);
  const extensions = await storage.list('extension', 'list', '--volume');
  expect(extensions.map(({ Alias }) => Alias)).toEqual(
    expect.arrayContaining(['os-volume-actions', 'backups', 'os-volume-transfer', 'qos-specs', 'os-admin-actions']),
  );
});

it('cinder get-pools, get-capabilities, summary: what there is, and what of it is taken', async () => {
  const pools = await cloud.cinder('get-pools', '--detail');
  expect(pools).toContain(`${BACKEND}#file`);
  expect(pools).toMatch(/volume_backend_name\s+\| file\s/);
  expect(await cloud.cinder('get-capabilities', BACKEND)).toMatch(/storage_protocol/);
  expect(await cloud.cinder('--os-volume-api-version', '3.12', 'summary')).toMatch(/total_size\s+\| 1\s/);
});

it('cinder freeze-host and thaw-host: nothing is made or deleted meanwhile', async () => {
  const volume = await storage.volume('frozen', '--size', '1');
  await cloud.cinder('freeze-host', BACKEND);
  const { id } = await storage.one('volume', 'create', '--size', '1', 'late');
  await storage.until('volume', id, 'error');
  await cloud.cinder('thaw-host', BACKEND);
  await storage.volume('thawed', '--size', '1');
  await storage.remove('volume', volume.id);
});

it('attachments: the volume is in use until the last is gone', async () => {
  const volume = await storage.volume('data', '--size', '1');
  const server = '8f1c8f0e-4a8e-4f57-9a0a-3f0c6a1f7f10';
  const connector = ['--initiator', 'iqn.1993-08.org.debian:01:e2e', '--ip', '10.0.0.7', '--host', 'node'];
  // The openstack client asks Compute for the server first.
  const words = ['attachment-create', '--connect', 'True', ...connector, volume.id, server];
  await cloud.cinder('--os-volume-api-version', '3.44', ...words);
  const listed = await storage.list(...LATEST, 'volume', 'attachment', 'list', '--volume-id', volume.id);
  expect(listed).toMatchObject([{ 'Volume ID': volume.id, 'Server ID': server }]);
  const attachment = String(listed[0]?.ID);
  await storage.run(...LATEST, 'volume', 'attachment', 'complete', attachment);
  await storage.until('volume', volume.id, 'in-use');
  await expect(storage.run('volume', 'delete', volume.id)).rejects.toThrow(/1 of 1 volumes failed/);
  await storage.run(...LATEST, 'volume', 'attachment', 'delete', attachment);
  await storage.until('volume', volume.id, 'available');
});
