// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backup } from '../../generated/mysql/client.js';
import type { VolumeReader, VolumeWriter } from '../volume-access.js';
import type { BackupWork, RestoreWork } from './backup-driver.js';

/** A row with all columns. */
export function backupRow(values: Partial<Backup> = {}): Backup {
  const at = new Date('2026-11-27T01:02:03Z');
  return {
    id: randomUUID(),
    volumeId: randomUUID(),
    userId: 'user',
    projectId: 'project',
    host: 'host',
    availabilityZone: 'nova',
    displayName: 'a backup',
    displayDescription: null,
    container: null,
    status: 'creating',
    failReason: null,
    serviceMetadata: null,
    service: null,
    size: 1,
    objectCount: 0,
    parentId: null,
    tempVolumeId: null,
    tempSnapshotId: null,
    numDependentBackups: 0,
    snapshotId: null,
    dataTimestamp: at,
    restoreVolumeId: null,
    encryptionKeyId: null,
    createdAt: at,
    updatedAt: null,
    deletedAt: null,
    deleted: false,
    ...values,
  };
}

/** A volume in memory. */
export class MemoryVolume implements VolumeReader, VolumeWriter {
  readonly bytes: Buffer;
  readonly isZeroed: boolean;
  /** Bytes that were written. */
  written = 0;

  constructor(bytes: Buffer, { isZeroed = false } = {}) {
    this.bytes = bytes;
    this.isZeroed = isZeroed;
  }

  get size(): number {
    return this.bytes.length;
  }

  async read(offset: number, length: number): Promise<Buffer> {
    return this.bytes.subarray(offset, offset + length);
  }

  async write(offset: number, data: Buffer): Promise<void> {
    if (offset + data.length > this.size) throw new RangeError('beyond the end');
    data.copy(this.bytes, offset);
    this.written += data.length;
  }

  async flush(): Promise<void> {
    // Memory is where it is.
  }

  async close(): Promise<void> {
    // Nothing is open.
  }
}

export function backupWork(backup: Backup, values: Partial<BackupWork> = {}): BackupWork {
  return {
    backup,
    parent: null,
    volumeMetadata: '{"version": 2}',
    isWanted: async () => true,
    progress: () => undefined,
    ...values,
  };
}

export function restoreWork(chain: readonly Backup[], values: Partial<RestoreWork> = {}): RestoreWork {
  return {
    chain,
    volumeId: randomUUID(),
    isWanted: async () => true,
    restoreMetadata: async () => undefined,
    progress: () => undefined,
    ...values,
  };
}

/** A folder that is gone again after the action. */
export async function inFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'stackport-backup-'));
  try {
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
