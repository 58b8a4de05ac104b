// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Configuration } from '@stackport/config';
import { expect, it } from 'vitest';
import { chunkedBackupOptions, posixBackupOptions } from '../../options/backups.js';
import { POSIX_DRIVER, posixBackupDriver } from './posix-driver.js';
import { pythonRow, rowFromPython, runPython } from './python/python-driver.js';
import { backupRow, backupWork, inFolder, MemoryVolume, restoreWork } from './test-support.js';

const BLOCK = 4096;
const sizes = { backup_file_size: 16 * BLOCK, backup_sha_block_size_bytes: BLOCK };

const volumeBytes = (): Buffer =>
  Buffer.concat([randomBytes(20 * BLOCK), Buffer.alloc(20 * BLOCK), Buffer.alloc(12 * BLOCK, 'text ')]);

function ours(folder: string) {
  return posixBackupDriver(
    Configuration.of([posixBackupOptions, chunkedBackupOptions], { DEFAULT: { ...sizes, backup_posix_path: folder } }),
  );
}

function python(folder: string, job: Record<string, unknown>) {
  return runPython({ driver: POSIX_DRIVER, options: { ...sizes, backup_posix_path: folder }, ...job });
}

it('restores what Python’s driver backed up, and makes a difference to it', () =>
  inFolder(async (folder) => {
    const volume = join(folder, 'volume');
    const bytes = volumeBytes();
    await writeFile(volume, bytes);
    const row = backupRow();
    const made = await python(folder, {
      action: 'backup',
      volume,
      backup: pythonRow(row),
      volume_meta: '{"version": 2}',
    });
    const full = rowFromPython(row, made.backup);
    const restored = new MemoryVolume(Buffer.alloc(bytes.length), { isZeroed: true });
    const metadata: string[] = [];
    const driver = ours(folder);
    await driver.restore(restoreWork([full], { restoreMetadata: async (text) => void metadata.push(text) }), restored);
    expect(restored.bytes.equals(bytes)).toBe(true);
    expect(metadata).toEqual(['{"version": 2}']);

    bytes.fill('changed', 5 * BLOCK, 5 * BLOCK + 10);
    const child = backupRow({ parentId: full.id });
    const placed = { ...child, ...driver.place(child) };
    const result = await driver.backup(backupWork(placed, { parent: full }), new MemoryVolume(bytes));
    expect(result).toEqual({ objectCount: 1 });
    const target = join(folder, 'target');
    await writeFile(target, Buffer.alloc(bytes.length));
    const answer = await python(folder, {
      action: 'restore',
      volume: target,
      backup: pythonRow({ ...placed, status: 'restoring' }),
      parents: [pythonRow(full)],
    });
    expect((await readFile(target)).equals(bytes)).toBe(true);
    expect(answer.metadata).toEqual(['{"version": 2}', '{"version": 2}']);
  }));

it('makes backups that Python’s driver restores, and makes a difference to', () =>
  inFolder(async (folder) => {
    const driver = ours(folder);
    const bytes = volumeBytes();
    const row = backupRow();
    const full = { ...row, ...driver.place(row) };
    await driver.backup(backupWork(full), new MemoryVolume(bytes));
    const target = join(folder, 'target');
    await writeFile(target, Buffer.alloc(bytes.length));
    await python(folder, { action: 'restore', volume: target, backup: pythonRow({ ...full, status: 'restoring' }) });
    expect((await readFile(target)).equals(bytes)).toBe(true);

    bytes.fill(0, 0, 3 * BLOCK);
    const volume = join(folder, 'volume');
    await writeFile(volume, bytes);
    const child = backupRow({ parentId: full.id });
    const made = await python(folder, {
      action: 'backup',
      volume,
      backup: pythonRow(child),
      parents: [pythonRow(full)],
      volume_meta: null,
    });
    const difference = rowFromPython(child, made.backup);
    expect(difference.objectCount).toBe(1);
    const restored = new MemoryVolume(randomBytes(bytes.length));
    await driver.restore(restoreWork([full, difference]), restored);
    expect(restored.bytes.equals(bytes)).toBe(true);
  }));
