// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, inflateSync } from 'node:zlib';
import { Configuration } from '@stackport/config';
import { describe, expect, it } from 'vitest';
import { BackupRestoreCancel, InvalidBackup } from '../../errors/backups.js';
import type { Backup } from '../../generated/mysql/client.js';
import { chunkedBackupOptions, posixBackupOptions } from '../../options/backups.js';
import type { BackupDriver, BackupWork } from './backup-driver.js';
import { posixBackupDriver } from './posix-driver.js';
import { backupRow, backupWork, inFolder, MemoryVolume, restoreWork } from './test-support.js';

const BLOCK = 1024;
const CHUNK = 8 * BLOCK;

function driverIn(folder: string, values: Record<string, unknown> = {}): BackupDriver {
  return posixBackupDriver(
    Configuration.of([posixBackupOptions, chunkedBackupOptions], {
      DEFAULT: {
        backup_posix_path: folder,
        backup_file_size: CHUNK,
        backup_sha_block_size_bytes: BLOCK,
        ...values,
      },
    }),
  );
}

/** A backup with its place and its number of objects, as the manager writes them to the row. */
async function make(
  driver: BackupDriver,
  bytes: Buffer,
  values: Partial<Backup> = {},
  work: Partial<BackupWork> = {},
): Promise<Backup> {
  const backup = backupRow(values);
  const placed = { ...backup, ...driver.place(backup) };
  const result = await driver.backup(backupWork(placed, work), new MemoryVolume(bytes));
  return { ...placed, objectCount: result?.objectCount ?? null };
}

function flip(bytes: Buffer, index: number): void {
  bytes[index] = (bytes[index] ?? 0) ^ 1;
}

const compressible = (length: number): Buffer => Buffer.alloc(length, 'abcdefgh');

describe('posix backup driver', () => {
  it('keeps objects, hashes and metadata under upstream’s names', () =>
    inFolder(async (folder) => {
      const driver = driverIn(folder);
      const bytes = Buffer.concat([compressible(CHUNK), randomBytes(CHUNK), Buffer.alloc(BLOCK + 10)]);
      const backup = await make(driver, bytes);
      const { id, volumeId, serviceMetadata: prefix } = backup;
      expect(backup.container).toBe(`${id.slice(0, 2)}/${id.slice(2, 4)}/${id}`);
      expect(prefix).toMatch(new RegExp(`^volume_${volumeId}_\\d{14}_backup_${id}$`));
      expect(backup.objectCount).toBe(3);
      const place = join(folder, backup.container ?? '');
      expect((await readdir(place)).sort()).toEqual(
        ['-00001', '-00002', '-00003', '_metadata', '_sha256file'].map((end) => `${prefix}${end}`),
      );
      const document = JSON.parse(await readFile(join(place, `${prefix}_metadata`), 'utf8')) as Record<string, unknown>;
      expect(document).toMatchObject({
        version: '1.0.0',
        backup_id: id,
        volume_id: volumeId,
        backup_name: 'a backup',
        backup_description: null,
        created_at: '2026-11-27 01:02:03+00:00',
        parent_id: null,
        volume_meta: '{"version": 2}',
        objects: [
          { [`${prefix}-00001`]: { compression: 'zlib', offset: 0, length: CHUNK } },
          { [`${prefix}-00002`]: { compression: 'none', offset: CHUNK, length: CHUNK } },
          { [`${prefix}-00003`]: { compression: 'zlib', offset: 2 * CHUNK, length: BLOCK + 10 } },
        ],
      });
      expect(inflateSync(await readFile(join(place, `${prefix}-00001`)))).toEqual(bytes.subarray(0, CHUNK));
      const hashes = JSON.parse(await readFile(join(place, `${prefix}_sha256file`), 'utf8')) as { sha256s: string[] };
      expect(hashes.sha256s).toHaveLength(18);
      expect((await stat(join(place, `${prefix}-00001`))).mode & 0o777).toBe(0o660);
      expect((await stat(place)).mode & 0o777).toBe(0o770);
    }));

  it('writes it all back, and leaves zeros out where there are zeros', () =>
    inFolder(async (folder) => {
      const driver = driverIn(folder);
      const bytes = Buffer.concat([compressible(CHUNK), Buffer.alloc(3 * CHUNK), randomBytes(100)]);
      const backup = await make(driver, bytes);
      const volume = new MemoryVolume(Buffer.alloc(bytes.length + 50), { isZeroed: true });
      const metadata: string[] = [];
      await driver.restore(
        restoreWork([backup], { restoreMetadata: async (text) => void metadata.push(text) }),
        volume,
      );
      expect(volume.bytes.subarray(0, bytes.length).equals(bytes)).toBe(true);
      expect(volume.written).toBeLessThan(2 * CHUNK);
      expect(metadata).toEqual(['{"version": 2}']);
      const dirty = new MemoryVolume(randomBytes(bytes.length));
      await driver.restore(restoreWork([backup]), dirty);
      expect(dirty.bytes.equals(bytes)).toBe(true);
    }));

  it('stores the blocks of an incremental backup that changed, and puts the chain together again', () =>
    inFolder(async (folder) => {
      const driver = driverIn(folder);
      const first = randomBytes(4 * CHUNK);
      const full = await make(driver, first);
      const second = Buffer.from(first);
      second.fill(0, 2 * BLOCK, 4 * BLOCK);
      flip(second, CHUNK + 5);
      flip(second, 4 * CHUNK - 1);
      const difference = await make(driver, second, { parentId: full.id }, { parent: full });
      expect(difference.objectCount).toBe(3);
      const third = Buffer.from(second);
      flip(third, 2 * CHUNK);
      const next = await make(driver, third, { parentId: difference.id }, { parent: difference });
      expect(next.objectCount).toBe(1);
      const volume = new MemoryVolume(Buffer.alloc(first.length), { isZeroed: true });
      await driver.restore(restoreWork([full, difference, next]), volume);
      expect(volume.bytes.equals(third)).toBe(true);
      const nothing = await make(driver, third, { parentId: next.id }, { parent: next });
      expect(nothing.objectCount).toBe(0);
    }));

  it('refuses a difference with another block size, or of a volume that grew', () =>
    inFolder(async (folder) => {
      const full = await make(driverIn(folder), randomBytes(CHUNK));
      const other = driverIn(folder, { backup_sha_block_size_bytes: 2048 });
      await expect(make(other, randomBytes(CHUNK), { parentId: full.id }, { parent: full })).rejects.toThrow(
        'Invalid backup: Hash block size has changed since the last backup. New hash block size: 2048. ' +
          'Old hash block size: 1024. Do a full backup.',
      );
      await expect(
        make(driverIn(folder), randomBytes(CHUNK), { parentId: full.id, size: 2 }, { parent: full }),
      ).rejects.toThrow('Invalid backup: Volume size increased since the last backup. Do a full backup.');
      await expect(make(driverIn(folder, { backup_file_size: 1500 }), randomBytes(10))).rejects.toThrow(
        'Invalid backup: Chunk size is not multiple of block size for creating hash.',
      );
    }));

  it('removes its own objects and those of no other', () =>
    inFolder(async (folder) => {
      const driver = driverIn(folder);
      const one = await make(driver, compressible(CHUNK), { container: 'shared' });
      const other = await make(driver, compressible(CHUNK), { container: 'shared' });
      await driver.delete(one);
      const left = await readdir(join(folder, 'shared'));
      expect(left).toHaveLength(3);
      expect(left.every((name) => name.startsWith(other.serviceMetadata ?? ''))).toBe(true);
      await driver.delete(one);
      await driver.delete(backupRow());
      await driver.delete(backupRow({ container: 'shared', serviceMetadata: 'volume' }));
      await driver.delete(backupRow({ container: 'never', serviceMetadata: 'was' }));
      expect(await readdir(join(folder, 'shared'))).toEqual(left);
    }));

  it('stops and cleans up when the backup is deleted meanwhile', () =>
    inFolder(async (folder) => {
      const driver = driverIn(folder);
      let looks = 0;
      const backup = await make(driver, compressible(4 * CHUNK), {}, { isWanted: async () => ++looks < 3 });
      expect(backup.objectCount).toBeNull();
      expect(await readdir(join(folder, backup.container ?? ''))).toEqual([]);
    }));

  it('stops a restore that is cancelled', () =>
    inFolder(async (folder) => {
      const driver = driverIn(folder);
      const bytes = compressible(4 * CHUNK);
      const backup = await make(driver, bytes);
      let looks = 0;
      const volume = new MemoryVolume(Buffer.alloc(bytes.length));
      await expect(
        driver.restore(restoreWork([backup], { isWanted: async () => ++looks < 3 }), volume),
      ).rejects.toThrow(BackupRestoreCancel);
      expect(volume.written).toBe(2 * CHUNK);
    }));

  it.each(['../elsewhere', '/etc', 'a/../../b', 'x\0y'])('goes nowhere outside of its folder: %j', (container) =>
    inFolder(async (folder) => {
      const place = join(folder, 'backups');
      await mkdir(place);
      const driver = driverIn(place);
      await expect(make(driver, compressible(CHUNK), { container })).rejects.toThrow(InvalidBackup);
      await expect(driver.delete(backupRow({ container, serviceMetadata: 'p' }))).rejects.toThrow(InvalidBackup);
      await expect(
        driver.restore(
          restoreWork([backupRow({ container, serviceMetadata: 'p' })]),
          new MemoryVolume(Buffer.alloc(1)),
        ),
      ).rejects.toThrow(InvalidBackup);
      expect(await readdir(folder)).toEqual(['backups']);
    }),
  );

  it('does not begin with a backup that is not whole, and sees one that was altered', () =>
    inFolder(async (folder) => {
      const driver = driverIn(folder);
      const bytes = compressible(2 * CHUNK);
      const backup = await make(driver, bytes);
      const place = join(folder, backup.container ?? '');
      const volume = new MemoryVolume(Buffer.alloc(bytes.length));
      const second = join(place, `${backup.serviceMetadata}-00002`);
      const extra = join(place, `${backup.serviceMetadata}-00009`);
      await writeFile(extra, '');
      await expect(driver.restore(restoreWork([backup]), volume)).rejects.toThrow(
        'restore_backup aborted, actual object list does not match object list stored in metadata.',
      );
      expect(volume.written).toBe(0);
      await driver.delete(backupRow({ container: backup.container, serviceMetadata: `${backup.serviceMetadata}` }));
      const again = await make(driver, bytes, { container: backup.container });
      expect(await readdir(place)).toHaveLength(4);
      await writeFile(second.replace(backup.serviceMetadata ?? '', again.serviceMetadata ?? ''), gzipSync('no zlib'));
      await expect(driver.restore(restoreWork([again]), volume)).rejects.toThrow();
    }));

  it('says how far it has come', () =>
    inFolder(async (folder) => {
      const percents: number[] = [];
      const driver = driverIn(folder, { backup_object_number_per_notification: 2 });
      await make(driver, compressible(4 * CHUNK), {}, { progress: (percent) => void percents.push(percent) });
      expect(percents).toEqual([50, 100, 100]);
    }));

  it.each(['bz2', 'bzip2'])('has no %s', (algorithm) =>
    inFolder(async (folder) => {
      expect(() => driverIn(folder, { backup_compression_algorithm: algorithm })).toThrow(
        `unsupported compression algorithm: ${algorithm}`,
      );
    }),
  );
});
