// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BlockStorage, type Shown } from '../src/block-storage.js';
import { RunningCloud } from '../src/running-cloud.js';

let cloud: RunningCloud;
let storage: BlockStorage;
let volume: Shown;
let snapshot: Shown;

beforeAll(async () => {
  cloud = await RunningCloud.start();
  storage = new BlockStorage(cloud);
  volume = await storage.volume('data', '--size', '1');
  storage.write(volume.id, Buffer.from('at first'), 0);
});
afterAll(() => cloud.stop());

it('openstack volume snapshot create, show and list', async () => {
  const words = ['--description', 'the first', '--property', 'keep=yes'];
  snapshot = await storage.snapshot('first', volume.id, ...words);
  expect(snapshot).toMatchObject({
    ...{ name: 'first', description: 'the first', size: 1, volume_id: volume.id, properties: { keep: 'yes' } },
    'os-extended-snapshot-attributes:progress': '100%',
  });
  const listed = await storage.list('volume', 'snapshot', 'list', '--long', '--volume', 'data', '--name', 'first');
  expect(listed).toMatchObject([
    { ID: snapshot.id, Name: 'first', Status: 'available', Size: 1, Properties: { keep: 'yes' } },
  ]);
  expect(await storage.list('volume', 'snapshot', 'list', '--status', 'error')).toEqual([]);
});

it('openstack volume snapshot set and unset', async () => {
  const words = ['--name', 'renamed', '--description', 'another', '--property', 'more=1', '--property', 'less=2'];
  await storage.run('volume', 'snapshot', 'set', ...words, snapshot.id);
  await storage.run('volume', 'snapshot', 'unset', '--property', 'less', 'renamed');
  expect(await storage.one('volume', 'snapshot', 'show', 'renamed')).toMatchObject({
    ...{ id: snapshot.id, description: 'another', properties: { keep: 'yes', more: '1' } },
  });
  await storage.run('volume', 'snapshot', 'set', '--no-property', '--property', 'only=3', 'renamed');
  expect(await storage.one('volume', 'snapshot', 'show', 'renamed')).toMatchObject({ properties: { only: '3' } });
});

it('openstack volume snapshot set --state', async () => {
  await storage.run('volume', 'snapshot', 'set', '--state', 'error', snapshot.id);
  expect(await storage.one('volume', 'snapshot', 'show', snapshot.id)).toMatchObject({ status: 'error' });
  await storage.run('volume', 'snapshot', 'set', '--state', 'available', snapshot.id);
  await storage.until('volume snapshot', snapshot.id, 'available');
});

it('cinder revert-to-snapshot: the volume has the bytes of its last snapshot again', async () => {
  storage.write(volume.id, Buffer.from('and then'), 0);
  await cloud.cinder('--os-volume-api-version', '3.40', 'revert-to-snapshot', snapshot.id);
  await storage.until('volume', volume.id, 'available');
  expect(storage.bytesOf(volume.id, 8).toString()).toBe('at first');
});

it('openstack volume snapshot delete, and its bytes with it', async () => {
  const file = join(cloud.stateDir, 'volumes', `snapshot-${snapshot.id}`);
  expect(existsSync(file)).toBe(true);
  await storage.remove('volume snapshot', snapshot.id);
  expect(existsSync(file)).toBe(false);
  await storage.remove('volume', volume.id);
});
