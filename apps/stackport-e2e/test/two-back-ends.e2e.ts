// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BlockStorage, PATIENCE, type Shown } from '../src/block-storage.js';
import { RunningCloud } from '../src/running-cloud.js';

const SECOND = `${hostname()}@second#second`;
const WORDS = Buffer.from('what the volume holds');
let folder: string;
let cloud: RunningCloud;
let storage: BlockStorage;
let volume: Shown;

// An operator's cinder.conf beside what is built in: a second back end with a folder of its own.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stackport-e2e-two-'));
  mkdirSync(join(folder, 'etc'));
  writeFileSync(
    join(folder, 'etc', 'cinder.conf'),
    [
      ...['[DEFAULT]', 'enabled_backends = file,second', '[second]', 'volume_driver = stackport.file'],
      ...['volume_backend_name = second', `file_volumes_dir = ${join(folder, 'second')}`, ''],
    ].join('\n'),
  );
  cloud = await RunningCloud.start('--config-dir', join(folder, 'etc'));
  storage = new BlockStorage(cloud);
  await storage.run('volume', 'type', 'create', '--property', 'volume_backend_name=file', 'here');
  await storage.run('volume', 'type', 'create', '--property', 'volume_backend_name=second', 'there');
  volume = await storage.volume('data', '--size', '1', '--type', 'here');
  storage.write(volume.id, WORDS, 0);
});
afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true });
});

const inSecond = (id: string): string => join(folder, 'second', `volume-${id}`);
const startOf = (file: string): string => readFileSync(file).subarray(0, WORDS.length).toString();

it('openstack volume service list: both back ends are up', async () => {
  const services = await storage.list('volume', 'service', 'list', '--service', 'cinder-volume');
  expect(services.map(({ Host, State }) => [Host, State]).sort()).toEqual([
    [`${hostname()}@file`, 'up'],
    [`${hostname()}@second`, 'up'],
  ]);
});

it('openstack volume set --type: the new type alone where its back end is the same', async () => {
  await storage.run('volume', 'type', 'create', '--property', 'volume_backend_name=file', 'alike');
  await storage.run('volume', 'set', '--type', 'alike', volume.id);
  await expect
    .poll(() => storage.one('volume', 'show', volume.id), PATIENCE)
    .toMatchObject({
      ...{ type: 'alike', status: 'available', 'os-vol-host-attr:host': `${hostname()}@file#file` },
    });
  await expect(storage.run('volume', 'type', 'delete', 'alike')).rejects.toThrow(/1 of 1 volume types failed/);
});

it('openstack volume set --type --retype-policy on-demand: the volume moves with its bytes', async () => {
  await storage.run('volume', 'set', '--type', 'there', '--retype-policy', 'on-demand', volume.id);
  await expect
    .poll(() => storage.one('volume', 'show', volume.id), PATIENCE)
    .toMatchObject({
      ...{ type: 'there', status: 'available', 'os-vol-host-attr:host': SECOND },
    });
  expect(startOf(inSecond(volume.id))).toBe(WORDS.toString());
  await expect.poll(() => existsSync(storage.fileOf(volume.id)), PATIENCE).toBe(false);
  await storage.run('volume', 'type', 'delete', 'alike');
});

it('openstack volume migrate: another back end, the same id and bytes', async () => {
  const plain = await storage.volume('plain', '--size', '1', '--image', 'stackport-tiny', '--type', '__DEFAULT__');
  const onSecond = plain['os-vol-host-attr:host'] === SECOND;
  const target = onSecond ? `${hostname()}@file#file` : SECOND;
  const [before, after] = onSecond
    ? [inSecond(plain.id), storage.fileOf(plain.id)]
    : [storage.fileOf(plain.id), inSecond(plain.id)];
  const bytes = readFileSync(before);
  await storage.run('volume', 'migrate', '--host', target, plain.id);
  await expect
    .poll(() => storage.one('volume', 'show', plain.id), PATIENCE)
    .toMatchObject({
      ...{ status: 'available', 'os-vol-host-attr:host': target, 'os-vol-mig-status-attr:migstat': 'success' },
    });
  expect(readFileSync(after).equals(bytes)).toBe(true);
  await expect.poll(() => existsSync(before), PATIENCE).toBe(false);
  expect(await storage.list('volume', 'list', '--all-projects')).toHaveLength(2);
  await storage.remove('volume', plain.id);
  expect(existsSync(after)).toBe(false);
});
