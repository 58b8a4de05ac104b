// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlockStorage, type Shown } from '../src/block-storage.js';
import { RunningCloud } from '../src/running-cloud.js';

const GIB = 2 ** 30;
const bytes = randomBytes(3 * 1024 * 1024 + 17);
let cloud: RunningCloud;
let storage: BlockStorage;
let ofImage: Shown;

beforeAll(async () => {
  cloud = await RunningCloud.start();
  storage = new BlockStorage(cloud);
  await storage.image('disk', bytes);
  ofImage = await storage.volume('of-image', '--size', '1', '--image', 'disk');
});
afterAll(() => cloud.stop());

describe('openstack volume create', () => {
  it('of nothing: as large as it was asked for, and empty', async () => {
    const words = ['--size', '2', '--description', 'of nothing', '--property', 'colour=blue', '--property', 'rack=7'];
    const made = await storage.volume('empty', ...words);
    expect(made).toMatchObject({
      ...{
        name: 'empty',
        description: 'of nothing',
        size: 2,
        bootable: 'false',
        type: '__DEFAULT__',
        encrypted: false,
      },
      ...{ properties: { colour: 'blue', rack: '7' }, availability_zone: 'nova', attachments: [], multiattach: false },
    });
    expect(statSync(storage.fileOf(made.id)).size).toBe(2 * GIB);
    expect(storage.bytesOf(made.id, 4096).equals(Buffer.alloc(4096))).toBe(true);
    const long = await storage.list('volume', 'list', '--long', '--name', 'empty');
    expect(long).toEqual([
      {
        ...{ ID: made.id, Name: 'empty', Status: 'available', Size: 2, Type: '__DEFAULT__', Bootable: 'false' },
        ...{ 'Attached to': [], Properties: { colour: 'blue', rack: '7' } },
      },
    ]);
  });

  it('--image: the bytes of the image, bootable', async () => {
    expect(ofImage).toMatchObject({ bootable: 'true', size: 1, volume_image_metadata: { image_name: 'disk' } });
    expect(storage.bytesOf(ofImage.id, bytes.length).equals(bytes)).toBe(true);
    expect(statSync(storage.fileOf(ofImage.id)).size).toBe(GIB);
  });

  it('--snapshot: what the volume was when the snapshot was made', async () => {
    const source = await storage.volume('changed', '--source', 'of-image');
    const snapshot = await storage.snapshot('before', source.id);
    storage.write(source.id, Buffer.from('written after the snapshot'), 0);
    const made = await storage.volume('of-snapshot', '--snapshot', 'before', '--size', '2');
    expect(made).toMatchObject({ snapshot_id: snapshot.id, size: 2, bootable: 'true' });
    expect(storage.bytesOf(made.id, bytes.length).equals(bytes)).toBe(true);
    expect(statSync(storage.fileOf(made.id)).size).toBe(2 * GIB);
  });

  it('--source: a copy that goes its own way', async () => {
    const made = await storage.volume('copy', '--source', 'of-image');
    expect(made).toMatchObject({ source_volid: ofImage.id, size: 1, bootable: 'true' });
    storage.write(made.id, Buffer.from('the copy alone'), 0);
    expect(storage.bytesOf(made.id, bytes.length).subarray(14).equals(bytes.subarray(14))).toBe(true);
    expect(storage.bytesOf(ofImage.id, bytes.length).equals(bytes)).toBe(true);
  });

  it('of a backup, which the cinder client asks for', async () => {
    const backup = await storage.backup('kept', 'of-image');
    const words = ['create', '--backup-id', backup.id, '--name', 'of-backup', '1'];
    await cloud.cinder('--os-volume-api-version', '3.47', ...words);
    const [{ ID: id } = {}] = await storage.list('volume', 'list', '--name', 'of-backup');
    await storage.until('volume', String(id), 'available');
    expect(storage.bytesOf(String(id), bytes.length).equals(bytes)).toBe(true);
    expect(await storage.until('volume backup', backup.id, 'available')).toMatchObject({ volume_id: ofImage.id });
  });
});

describe('openstack volume delete', () => {
  it('takes the bytes with the volume, and refuses one that has snapshots', async () => {
    const made = await storage.volume('goes', '--size', '1');
    const snapshot = await storage.snapshot('holds', made.id);
    await expect(storage.run('volume', 'delete', made.id)).rejects.toThrow(/1 of 1 volumes failed to delete/);
    await storage.remove('volume', made.id, '--purge');
    expect(existsSync(storage.fileOf(made.id))).toBe(false);
    await expect(storage.one('volume', 'snapshot', 'show', snapshot.id)).rejects.toThrow(/exists/);
  });
});
