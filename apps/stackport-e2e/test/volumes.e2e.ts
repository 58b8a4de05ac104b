// SPDX-License-Identifier: Apache-2.0
import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlockStorage, type Shown } from '../src/block-storage.js';
import { RunningCloud } from '../src/running-cloud.js';

let cloud: RunningCloud;
let storage: BlockStorage;
let volume: Shown;

beforeAll(async () => {
  cloud = await RunningCloud.start();
  storage = new BlockStorage(cloud);
  volume = await storage.volume('data', '--size', '1', '--property', 'a=b');
});
afterAll(() => cloud.stop());

const set = async (...words: readonly string[]): Promise<Shown> => {
  await storage.run('volume', 'set', ...words, volume.id);
  return storage.one('volume', 'show', volume.id);
};

describe('openstack volume set', () => {
  it('name, description, properties', async () => {
    const named = await set('--name', 'renamed', '--description', 'what it is for', '--property', 'c=d');
    expect(named).toMatchObject({ name: 'renamed', description: 'what it is for', properties: { a: 'b', c: 'd' } });
    await storage.run('volume', 'unset', '--property', 'a', volume.id);
    expect(await storage.one('volume', 'show', volume.id)).toMatchObject({ properties: { c: 'd' } });
    expect(await set('--no-property', '--property', 'e=f')).toMatchObject({ properties: { e: 'f' } });
  });

  it('--bootable and --non-bootable, --read-only and --read-write', async () => {
    expect(await set('--bootable')).toMatchObject({ bootable: 'true' });
    expect(await set('--non-bootable', '--read-only')).toMatchObject({
      bootable: 'false',
      properties: { e: 'f', readonly: 'True' },
    });
    expect(await set('--read-write')).toMatchObject({ properties: { readonly: 'False' } });
  });

  it('--size: the volume grows, with its file; it does not shrink', async () => {
    await storage.run('volume', 'set', '--size', '3', volume.id);
    expect(await storage.until('volume', volume.id, 'available')).toMatchObject({ size: 3 });
    expect(statSync(storage.fileOf(volume.id)).size).toBe(3 * 2 ** 30);
    await expect(storage.run('volume', 'set', '--size', '2', volume.id)).rejects.toThrow(/New size/);
  });

  it('--state: what the administrator says it is; one in an error is deleted by force', async () => {
    expect(await set('--state', 'error')).toMatchObject({ status: 'error' });
    expect(await storage.list('volume', 'list', '--status', 'error')).toMatchObject([{ ID: volume.id }]);
    expect(await set('--state', 'available', '--detached')).toMatchObject({ status: 'available' });
    const other = await storage.volume('stuck', '--size', '1');
    await storage.run('volume', 'set', '--state', 'maintenance', other.id);
    await expect(storage.run('volume', 'delete', other.id)).rejects.toThrow(/1 of 1 volumes failed/);
    await storage.remove('volume', other.id, '--force');
  });

  it('--image-property, which a volume of an image has from the start', async () => {
    const made = await storage.volume('boots', '--size', '1', '--image', 'stackport-tiny');
    expect(made.volume_image_metadata).toMatchObject({ image_name: 'stackport-tiny', disk_format: 'raw' });
    expect((await set('--image-property', 'hw_disk_bus=scsi')).volume_image_metadata).toEqual({ hw_disk_bus: 'scsi' });
    await storage.run('volume', 'unset', '--image-property', 'hw_disk_bus', volume.id);
    expect(await storage.one('volume', 'show', volume.id)).not.toHaveProperty('volume_image_metadata');
  });
});

describe('openstack volume list', () => {
  it('by name and status, of one project or of all; in pages', async () => {
    const first = await storage.volume('page-1', '--size', '1');
    const second = await storage.volume('page-2', '--size', '1');
    const ids = async (...words: readonly string[]): Promise<unknown[]> =>
      (await storage.list('volume', 'list', ...words)).map(({ ID }) => ID);
    expect(await ids('--name', 'page-1')).toEqual([first.id]);
    const page = await ids('--limit', '1');
    expect(page).toEqual([second.id]);
    expect((await ids('--limit', '2', '--marker', second.id))[0]).toBe(first.id);
    expect(await ids('--all-projects')).toEqual(expect.arrayContaining([first.id, second.id, volume.id]));
    const demo = await cloud.openstackAs('stackport-demo', 'volume', 'list', '-f', 'value');
    expect(demo.trim()).toBe('');
    await expect(cloud.openstackAs('stackport-demo', 'volume', 'show', volume.id)).rejects.toThrow(/exists/);
  });
});
