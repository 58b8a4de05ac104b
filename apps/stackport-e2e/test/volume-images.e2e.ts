// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BlockStorage, LATEST, PATIENCE, type Shown } from '../src/block-storage.js';
import { RunningCloud } from '../src/running-cloud.js';

const bytes = randomBytes(2 * 1024 * 1024 + 5);
let cloud: RunningCloud;
let storage: BlockStorage;
let volume: Shown;

beforeAll(async () => {
  cloud = await RunningCloud.start();
  storage = new BlockStorage(cloud);
  await storage.image('disk', bytes);
  volume = await storage.volume('data', '--size', '1', '--image', 'disk');
});
afterAll(() => cloud.stop());

const upload = async (name: string, format: string): Promise<Shown> => {
  await storage.run('image', 'create', '--volume', volume.id, '--disk-format', format, name);
  await storage.until('volume', volume.id, 'available');
  const { id } = await storage.one('image', 'show', name);
  const image = await storage.until('image', id, 'active');
  await storage.run('image', 'save', '--file', join(cloud.stateDir, name), id);
  return image;
};

const startOf = (file: string): Buffer => {
  const handle = openSync(file, 'r');
  const start = Buffer.alloc(bytes.length);
  readSync(handle, start, 0, start.length, 0);
  closeSync(handle);
  return start;
};

it('openstack image create --volume: the image has the bytes of the volume', async () => {
  const image = await upload('uploaded', 'raw');
  expect(image).toMatchObject({ disk_format: 'raw', container_format: 'bare', size: 2 ** 30, visibility: 'shared' });
  const file = join(cloud.stateDir, 'uploaded');
  expect(statSync(file).size).toBe(2 ** 30);
  expect(startOf(file).equals(bytes)).toBe(true);
});

it('in another format, from which a volume is made that has the same bytes', async () => {
  const image = await upload('packed', 'qcow2');
  expect(Number(image.size)).toBeLessThan(2 ** 29);
  expect(readFileSync(join(cloud.stateDir, 'packed')).subarray(0, 3).toString('latin1')).toBe('QFI');
  const made = await storage.volume('unpacked', '--size', '1', '--image', 'packed');
  expect(storage.bytesOf(made.id, bytes.length).equals(bytes)).toBe(true);
});

it('cinder upload-to-image: who sees the image, and that it is protected', async () => {
  const words = ['upload-to-image', '--visibility', 'public', '--protected', 'True', '--container-format', 'bare'];
  await cloud.cinder('--os-volume-api-version', '3.1', ...words, volume.id, 'for-all');
  await storage.until('volume', volume.id, 'available');
  const { id } = await storage.one('image', 'show', 'for-all');
  expect(await storage.until('image', id, 'active')).toMatchObject({ visibility: 'public', protected: true });
});

it('cinder reimage: the volume has the bytes of another image', async () => {
  const other = randomBytes(70_000);
  const image = await storage.image('other', other);
  await storage.until('image', image.id, 'active');
  await cloud.cinder('--os-volume-api-version', '3.68', 'reimage', volume.id, image.id);
  await expect
    .poll(() => storage.one('volume', 'show', volume.id), PATIENCE)
    .toMatchObject({ status: 'available', volume_image_metadata: { image_id: image.id } });
  expect(storage.bytesOf(volume.id, other.length).equals(other)).toBe(true);
});

it('properties of the image come along, and go with the volume into the next image', async () => {
  await storage.run('image', 'set', '--property', 'hw_disk_bus=scsi', 'disk');
  const made = await storage.volume('tuned', '--size', '1', '--image', 'disk');
  expect(made.volume_image_metadata).toMatchObject({ hw_disk_bus: 'scsi', image_name: 'disk' });
  const words = ['image', 'create', '--volume', made.id, '--disk-format', 'raw', 'tuned'];
  await storage.run(...LATEST, ...words);
  const { id } = await storage.one('image', 'show', 'tuned');
  expect((await storage.until('image', id, 'active')).properties).toMatchObject({ hw_disk_bus: 'scsi' });
});
