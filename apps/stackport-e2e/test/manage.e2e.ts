// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BlockStorage, PATIENCE } from '../src/block-storage.js';
import { RunningCloud } from '../src/running-cloud.js';

const BACKEND = `${hostname()}@file#file`;
const WORDS = Buffer.from('from before the cloud');
let cloud: RunningCloud;
let storage: BlockStorage;

beforeAll(async () => {
  cloud = await RunningCloud.start();
  storage = new BlockStorage(cloud);
  const file = join(cloud.stateDir, 'volumes', 'old-disk.raw');
  writeFileSync(file, WORDS);
  truncateSync(file, 2 ** 30);
});
afterAll(() => cloud.stop());

const cinder = (...words: readonly string[]): Promise<string> =>
  cloud.cinder('--os-volume-api-version', '3.8', ...words);

it('cinder manageable-list, manage, unmanage: a file becomes a volume, and a file again', async () => {
  expect(await cinder('manageable-list', BACKEND)).toMatch(/old-disk\.raw.*\| 1 /);
  await cinder('manage', BACKEND, 'old-disk.raw', '--name', 'taken', '--bootable', '--metadata', 'from=before');
  const [{ ID: id } = {}] = await storage.list('volume', 'list', '--name', 'taken');
  const volume = await storage.until('volume', String(id), 'available');
  expect(volume).toMatchObject({ size: 1, bootable: 'true', properties: { from: 'before' } });
  expect(storage.bytesOf(volume.id, WORDS.length).equals(WORDS)).toBe(true);
  expect(await cinder('manageable-list', BACKEND)).not.toContain('old-disk.raw');
  const snapshot = await storage.snapshot('then', volume.id);
  await expect(cinder('unmanage', volume.id)).rejects.toThrow();
  await cinder('snapshot-unmanage', snapshot.id);
  await expect.poll(() => storage.list('volume', 'snapshot', 'list'), PATIENCE).toEqual([]);
  expect(existsSync(join(cloud.stateDir, 'volumes', `snapshot-${snapshot.id}`))).toBe(true);
  expect(await cinder('snapshot-manageable-list', BACKEND)).toContain(`snapshot-${snapshot.id}`);
  await cinder('snapshot-manage', volume.id, `snapshot-${snapshot.id}`, '--name', 'back');
  const [{ ID: back } = {}] = await storage.list('volume', 'snapshot', 'list', '--name', 'back');
  await storage.until('volume snapshot', String(back), 'available');
  await storage.remove('volume snapshot', String(back));
  await cinder('unmanage', volume.id);
  await expect.poll(() => storage.list('volume', 'list'), PATIENCE).toEqual([]);
  expect(readdirSync(join(cloud.stateDir, 'volumes'))).toContain(`volume-${volume.id}`);
});
