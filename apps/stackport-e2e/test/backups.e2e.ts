// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BlockStorage, LATEST, type Shown } from '../src/block-storage.js';
import { RunningCloud } from '../src/running-cloud.js';

/** More than one block of the hashes that a difference is told by. */
const LENGTH = 200_000;
let cloud: RunningCloud;
let storage: BlockStorage;
let volume: Shown;
let full: Shown;
let difference: Shown;
const [first, second] = [randomBytes(LENGTH), randomBytes(LENGTH)];

beforeAll(async () => {
  cloud = await RunningCloud.start();
  storage = new BlockStorage(cloud);
  volume = await storage.volume('data', '--size', '1');
});
afterAll(() => cloud.stop());

it('openstack volume backup create: full, then what changed', async () => {
  storage.write(volume.id, first, 0);
  full = await storage.backup('full', volume.id, '--description', 'all of it');
  expect(full).toMatchObject({ description: 'all of it', size: 1, volume_id: volume.id, is_incremental: false });
  storage.write(volume.id, second, LENGTH);
  difference = await storage.backup('difference', volume.id, '--incremental');
  expect(difference).toMatchObject({ is_incremental: true, has_dependent_backups: false });
  expect(await storage.one('volume', 'backup', 'show', 'full')).toMatchObject({ has_dependent_backups: true });
  await expect(storage.run('volume', 'backup', 'delete', full.id)).rejects.toThrow(/failed to delete/);
});

it('openstack volume backup list and set', async () => {
  const listed = await storage.list('volume', 'backup', 'list', '--long', '--volume', 'data');
  expect(listed.map(({ Name, Volume, Status, Size }) => [Name, Volume, Status, Size])).toEqual([
    ['difference', volume.id, 'available', 1],
    ['full', volume.id, 'available', 1],
  ]);
  await storage.run(...LATEST, 'volume', 'backup', 'set', '--name', 'renamed', '--property', 'a=b', difference.id);
  expect(await storage.one(...LATEST, 'volume', 'backup', 'show', 'renamed')).toMatchObject({
    id: difference.id,
    metadata: { a: 'b' },
  });
});

it('openstack volume backup restore: over the volume, and into a new one', async () => {
  storage.write(volume.id, Buffer.alloc(3 * LENGTH, 7), 0);
  await storage.restore('--force', full.id, volume.id);
  expect(storage.bytesOf(volume.id, LENGTH).equals(first)).toBe(true);
  expect(
    storage
      .bytesOf(volume.id, 2 * LENGTH)
      .subarray(LENGTH)
      .equals(Buffer.alloc(LENGTH)),
  ).toBe(true);
  const id = await storage.restore(difference.id, 'another');
  expect(storage.bytesOf(id, 2 * LENGTH).equals(Buffer.concat([first, second]))).toBe(true);
});

it('openstack volume backup of a snapshot, while the volume goes on', async () => {
  const snapshot = await storage.snapshot('held', volume.id);
  storage.write(volume.id, second, 0);
  const made = await storage.backup('of-snapshot', volume.id, '--snapshot', snapshot.id);
  expect(made).toMatchObject({ snapshot_id: snapshot.id });
  const id = await storage.restore(made.id, 'from-snapshot');
  expect(storage.bytesOf(id, LENGTH).equals(first)).toBe(true);
});

it('openstack volume backup record export and import: another cloud restores what this one made', async () => {
  const record = await storage.one('volume', 'backup', 'record', 'export', difference.id);
  const parent = await storage.one('volume', 'backup', 'record', 'export', full.id);
  expect(record.backup_service).toBe('cinder.backup.drivers.posix.PosixBackupDriver');
  const [service, url] = [String(record.backup_service), String(record.backup_url)];
  const load = ['volume', 'backup', 'record', 'import'] as const;
  await expect(storage.run(...load, service, 'bm90IGEgcmVjb3Jk')).rejects.toThrow(/Can't parse backup record/);
  const other = await RunningCloud.start();
  try {
    cpSync(join(cloud.stateDir, 'backups'), join(other.stateDir, 'backups'), { recursive: true });
    const there = new BlockStorage(other);
    await there.run(...load, service, String(parent.backup_url));
    await there.run(...load, service, url);
    for (const { id } of [full, difference]) await there.until('volume backup', id, 'available');
    expect(await there.one('volume', 'backup', 'show', full.id)).toMatchObject({ name: 'full', volume_id: volume.id });
    const id = await there.restore(difference.id, 'moved');
    expect(there.bytesOf(id, 2 * LENGTH).equals(Buffer.concat([first, second]))).toBe(true);
  } finally {
    await other.stop();
  }
});

it('openstack volume backup delete: the difference first', async () => {
  await storage.run('volume', 'backup', 'set', '--state', 'error', difference.id);
  await storage.remove('volume backup', difference.id);
  await storage.remove('volume backup', full.id);
  expect(await storage.list('volume', 'backup', 'list', '--name', 'full')).toEqual([]);
});
