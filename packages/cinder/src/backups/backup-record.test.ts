// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { POSIX_DRIVER } from '../backup/drivers/posix-driver.js';
import { pythonRow, runPython } from '../backup/drivers/python/python-driver.js';
import { backupRow } from '../backup/drivers/test-support.js';
import { decodeBackupRecord, encodeBackupRecord, importedValues } from './backup-record.js';

const backup = backupRow({
  displayName: 'näme "quoted" 😀\u007f',
  displayDescription: 'two\nlines',
  container: 'c',
  serviceMetadata: 'prefix',
  service: POSIX_DRIVER,
  status: 'available',
  updatedAt: new Date('2026-11-27T02:00:00Z'),
});
const row = {
  ...backup,
  metadata: [
    {
      id: 1,
      backupId: backup.id,
      key: 'k',
      value: 'v',
      createdAt: null,
      updatedAt: null,
      deletedAt: null,
      deleted: false,
    },
  ],
};

describe('a backup’s record', () => {
  it('is byte for byte what Python makes of the same backup', async () => {
    const answer = await runPython({
      action: 'record',
      driver: POSIX_DRIVER,
      backup: { ...pythonRow(backup), metadata: { k: 'v' } },
    });
    expect(encodeBackupRecord(row, {})).toBe(answer.record);
  });

  it('is read by Python, and Python’s here', async () => {
    const record = encodeBackupRecord(row, { more: 1 });
    const { values } = await runPython({ action: 'decode', driver: POSIX_DRIVER, record });
    expect(values).toEqual(decodeBackupRecord(record));
    expect(importedValues(decodeBackupRecord(record))).toEqual({
      changes: {
        volumeId: backup.volumeId,
        container: 'c',
        parentId: null,
        displayName: backup.displayName,
        displayDescription: backup.displayDescription,
        serviceMetadata: 'prefix',
        tempVolumeId: null,
        tempSnapshotId: null,
        snapshotId: null,
        restoreVolumeId: null,
        encryptionKeyId: null,
        size: 1,
        objectCount: 0,
        numDependentBackups: 0,
        dataTimestamp: backup.dataTimestamp,
        createdAt: backup.createdAt,
        updatedAt: backup.updatedAt,
      },
      metadata: { k: 'v' },
    });
  });

  it.each(['%%%', 'e30', 'bm8=', Buffer.from('[1]').toString('base64'), Buffer.from([0xff]).toString('base64')])(
    'is refused where it is none: %s',
    (text) =>
      expect(() => decodeBackupRecord(text)).toThrow(
        /^Invalid input received: Can't (?:decode|parse) backup record\.$/,
      ),
  );

  it.each([
    { size: -1 },
    { size: '1' },
    { container: 5 },
    { container: 'x'.repeat(256) },
    { created_at: 'yesterday' },
    { metadata: { a: 1 } },
    { metadata: 'text' },
    { parent_id: [randomUUID()] },
  ])('is refused with a value of another kind: %j', (values) =>
    expect(() => importedValues(values)).toThrow('Provided backup record has a wrong value for'),
  );
});
