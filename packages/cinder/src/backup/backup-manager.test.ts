// SPDX-License-Identifier: Apache-2.0
import { randomBytes, randomUUID } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BackupPlayground, incoming } from './test-support.js';

const BYTES = 5 * 4096;

describe('cinder-backup', () => {
  let place: BackupPlayground;

  beforeEach(async () => {
    place = await BackupPlayground.open();
    await place.setup.start();
  });
  afterEach(() => place.close());

  const statuses = async (backupId: string, volumeId: string) => [
    (await place.row(backupId)).status,
    (await place.volumeRow(volumeId)).status,
  ];

  const firstBytes = async (id: string): Promise<Buffer> => {
    const file = await open(place.files.get(id) ?? '');
    const { buffer } = await file.read(Buffer.alloc(BYTES), 0, BYTES, 0).finally(() => file.close());
    return buffer;
  };

  describe('making a backup', () => {
    it('takes it on, asks cinder-volume for the device, and reads it', async () => {
      const volumeId = await place.volume(randomBytes(BYTES), { status: 'backing-up', previousStatus: 'in-use' });
      const { id } = await place.backup({ volumeId });
      const first = incoming();
      await place.manager.createBackup(place.context, id, first);
      expect(first.acknowledged).toBe(true);
      expect(place.methods()).toEqual(['getBackupDevice']);
      const second = incoming();
      await place.manager.continueBackup(place.context, id, { volumeId }, second);
      expect(second.acknowledged).toBe(true);
      expect(place.methods().slice(1)).toEqual(['initializeConnection', 'terminateConnection', 'removeExport']);
      expect(await place.row(id)).toMatchObject({
        status: 'available',
        service: 'cinder.backup.drivers.posix.PosixBackupDriver',
        host: 'node',
        objectCount: 5,
        size: 1,
        failReason: null,
        container: `${id.slice(0, 2)}/${id.slice(2, 4)}/${id}`,
      });
      expect(await place.volumeRow(volumeId)).toMatchObject({ status: 'in-use', previousStatus: 'backing-up' });
      expect(place.notifications).toEqual(['backup.create.start', 'backup.createprogress', 'backup.create.end']);
      expect(place.messages).toEqual([]);
    });

    it('does nothing twice', async () => {
      const volumeId = await place.volume(randomBytes(BYTES), { status: 'backing-up', previousStatus: 'available' });
      const { id } = await place.backup({ volumeId });
      const messages = () => Array.from({ length: 3 }, () => incoming({ redelivered: true }));
      await Promise.all(messages().map((message) => place.manager.createBackup(place.context, id, message)));
      expect(place.methods()).toEqual(['getBackupDevice']);
      await Promise.all(
        messages().map((message) => place.manager.continueBackup(place.context, id, { volumeId }, message)),
      );
      await place.manager.createBackup(place.context, id, incoming({ redelivered: true }));
      await place.manager.continueBackup(place.context, id, { volumeId }, incoming({ redelivered: true }));
      expect(place.methods().filter((method) => method === 'initializeConnection')).toHaveLength(1);
      expect(await statuses(id, volumeId)).toEqual(['available', 'available']);
    });

    it('of a snapshot leaves the volume alone', async () => {
      const volumeId = await place.volume(randomBytes(10), { status: 'in-use' });
      const snapshotId = randomUUID();
      await place.database.client.snapshot.create({
        data: { id: snapshotId, volumeId, status: 'backing-up', volumeSize: 1, volumeTypeId: randomUUID() },
      });
      await place.file(snapshotId, randomBytes(BYTES));
      const { id } = await place.backup({ volumeId, snapshotId });
      await place.manager.createBackup(place.context, id, incoming());
      await place.manager.continueBackup(place.context, id, { snapshotId }, incoming());
      expect(place.methods()).toContain('removeExportSnapshot');
      expect(await statuses(id, volumeId)).toEqual(['available', 'in-use']);
      const snapshot = await place.database.client.snapshot.findUniqueOrThrow({ where: { id: snapshotId } });
      expect(snapshot.status).toBe('available');
    });

    it('has the copy deleted that was made of a volume in use', async () => {
      const volumeId = await place.volume(randomBytes(BYTES), { status: 'backing-up', previousStatus: 'in-use' });
      const tempVolumeId = await place.volume(randomBytes(BYTES), { status: 'backing-up' });
      const tempSnapshotId = randomUUID();
      await place.database.client.snapshot.create({
        data: { id: tempSnapshotId, volumeId, status: 'available', volumeTypeId: randomUUID() },
      });
      const { id } = await place.backup({ volumeId, tempVolumeId, tempSnapshotId });
      await place.manager.createBackup(place.context, id, incoming());
      await place.manager.continueBackup(place.context, id, { volumeId: tempVolumeId }, incoming());
      expect(place.methods().slice(-2)).toEqual(['deleteVolume', 'deleteSnapshot']);
      expect(await place.row(id)).toMatchObject({ status: 'available', tempVolumeId: null, tempSnapshotId: null });
    });

    it('counts a difference at its parent', async () => {
      const bytes = randomBytes(BYTES);
      const volumeId = await place.volume(bytes);
      const full = await place.made(volumeId);
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      await place.file(volumeId, bytes);
      const difference = await place.made(volumeId, { parentId: full.id });
      expect(difference).toMatchObject({ status: 'available', objectCount: 1 });
      expect(await place.row(full.id)).toMatchObject({ numDependentBackups: 1 });
    });

    it.each([
      ['available', 'creating', 'expected volume status backing-up but got available.'],
      ['backing-up', 'error', 'expected backup status creating but got error.'],
    ])('refuses a volume %s and a backup %s', async (volumeStatus, status, reason) => {
      const volumeId = await place.volume(randomBytes(10), { status: volumeStatus, previousStatus: 'available' });
      const { id } = await place.backup({ volumeId, status });
      await expect(place.manager.createBackup(place.context, id, incoming())).rejects.toThrow(reason);
      expect(await place.row(id)).toMatchObject({
        status: 'error',
        failReason: expect.stringContaining(reason) as string,
      });
      expect((await place.volumeRow(volumeId)).status).toBe('available');
    });

    it('is an error with its reason where the device cannot be reached, and the volume is as before', async () => {
      const volumeId = await place.volume(randomBytes(10), { status: 'backing-up', previousStatus: 'in-use' });
      place.files.set(volumeId, 'relative');
      const { id } = await place.backup({ volumeId });
      await place.manager.createBackup(place.context, id, incoming());
      await expect(place.manager.continueBackup(place.context, id, { volumeId }, incoming())).rejects.toThrow();
      expect(await place.row(id)).toMatchObject({
        status: 'error',
        failReason: expect.stringContaining('cannot reach volumes') as string,
      });
      expect(await place.volumeRow(volumeId)).toMatchObject({ status: 'in-use', previousStatus: 'error_backing-up' });
      expect(place.messages).toMatchObject([{ action: 'BACKUP_CREATE', detail: 'ATTACH_ERROR', resourceId: id }]);
    });

    it('gives the device back where the driver fails, and where there is no device says so', async () => {
      const volumeId = await place.volume(randomBytes(10), { status: 'backing-up', previousStatus: 'available' });
      const { id } = await place.backup({ volumeId, container: '../out' });
      await place.manager.createBackup(place.context, id, incoming());
      await expect(place.manager.continueBackup(place.context, id, { volumeId }, incoming())).rejects.toThrow(
        'container',
      );
      expect(place.methods().slice(-2)).toEqual(['terminateConnection', 'removeExport']);
      expect(place.messages).toMatchObject([{ detail: 'BACKUP_CREATE_DRIVER_ERROR' }]);
      const other = await place.volume(randomBytes(10), { status: 'backing-up', previousStatus: 'available' });
      const second = await place.backup({ volumeId: other });
      await place.manager.createBackup(place.context, second.id, incoming());
      await expect(place.manager.continueBackup(place.context, second.id, undefined, incoming())).rejects.toThrow(
        'Failed to get backup device from the volume service.',
      );
      expect(await statuses(second.id, other)).toEqual(['error', 'available']);
    });

    it('ends without a backup where it is deleted meanwhile', async () => {
      const volumeId = await place.volume(randomBytes(BYTES), { status: 'backing-up', previousStatus: 'available' });
      const { id } = await place.backup({ volumeId });
      await place.manager.createBackup(place.context, id, incoming());
      await place.backups.change(id, {}, { status: 'deleting' });
      await place.manager.continueBackup(place.context, id, { volumeId }, incoming());
      expect(await statuses(id, volumeId)).toEqual(['deleting', 'available']);
    });

    it('is refused while the driver does not work', async () => {
      await place.close();
      place = await BackupPlayground.open();
      const volumeId = await place.volume(randomBytes(10), { status: 'backing-up', previousStatus: 'available' });
      const { id } = await place.backup({ volumeId });
      await expect(place.manager.createBackup(place.context, id, incoming())).rejects.toThrow(
        'Create backup aborted due to backup service is down.',
      );
      expect(await statuses(id, volumeId)).toEqual(['error', 'available']);
      expect(place.messages).toMatchObject([{ detail: 'BACKUP_SERVICE_DOWN' }]);
    });
  });

  describe('restoring', () => {
    const begin = async (backupId: string, volumeId: string, volumeStatus = 'restoring-backup') => {
      await place.backups.change(backupId, {}, { status: 'restoring', restoreVolumeId: volumeId });
      await place.database.client.volume.update({ where: { id: volumeId }, data: { status: volumeStatus } });
    };

    it('writes the bytes and the metadata back', async () => {
      const bytes = randomBytes(BYTES);
      const source = await place.volume(bytes, { displayName: 'the source', displayDescription: 'its text' });
      await place.database.client.volumeMetadata.create({ data: { volumeId: source, key: 'a', value: 'b' } });
      const backup = await place.made(source);
      const target = await place.volume(Buffer.alloc(BYTES, 7), { displayName: `restore_backup_${backup.id}` });
      await begin(backup.id, target);
      const message = incoming();
      await place.manager.restoreBackup(place.context, backup.id, target, message);
      expect(message.acknowledged).toBe(true);
      expect((await firstBytes(target)).equals(bytes)).toBe(true);
      expect((await stat(place.files.get(target) ?? '')).size).toBe(2 ** 30);
      expect(await statuses(backup.id, target)).toEqual(['available', 'available']);
      const row = await place.volumeRow(target);
      expect(row).toMatchObject({ displayName: 'the source', displayDescription: 'its text' });
      const living = row.metadata.filter(({ deleted }) => deleted !== true);
      expect(Object.fromEntries(living.map(({ key, value }) => [key, value]))).toEqual({
        a: 'b',
        src_backup_id: backup.id,
      });
      expect(place.notifications.slice(-2)).toEqual(['backup.restore.start', 'backup.restore.end']);
    });

    it('launches a volume that is made from the backup', async () => {
      const backup = await place.made(await place.volume(randomBytes(BYTES)));
      const target = await place.volume(Buffer.alloc(0), { displayName: 'mine' });
      await begin(backup.id, target, 'creating');
      await place.manager.restoreBackup(place.context, backup.id, target, incoming());
      const row = await place.volumeRow(target);
      expect(row).toMatchObject({ status: 'available', displayName: 'mine' });
      expect(row.launchedAt).not.toBeNull();
    });

    it('puts a chain together', async () => {
      const bytes = randomBytes(BYTES);
      const volumeId = await place.volume(bytes);
      const full = await place.made(volumeId);
      bytes.fill(3, 2000, 9000);
      await place.file(volumeId, bytes);
      const difference = await place.made(volumeId, { parentId: full.id });
      await begin(difference.id, volumeId);
      await place.file(volumeId, Buffer.alloc(BYTES, 1));
      await place.manager.restoreBackup(place.context, difference.id, volumeId, incoming());
      expect((await firstBytes(volumeId)).equals(bytes)).toBe(true);
    });

    it('leaves a restored volume alone when the message comes again', async () => {
      const volumeId = await place.volume(randomBytes(BYTES));
      const backup = await place.made(volumeId);
      await place.manager.restoreBackup(place.context, backup.id, volumeId, incoming({ redelivered: true }));
      expect(await statuses(backup.id, volumeId)).toEqual(['available', 'available']);
    });

    it('says where the states do not fit', async () => {
      const volumeId = await place.volume(randomBytes(BYTES));
      const backup = await place.made(volumeId);
      await begin(backup.id, volumeId, 'in-use');
      await expect(place.manager.restoreBackup(place.context, backup.id, volumeId, incoming())).rejects.toThrow(
        'Restore backup aborted, expected volume status restoring-backup,creating but got in-use.',
      );
      expect(await statuses(backup.id, volumeId)).toEqual(['available', 'error_restoring']);
      await begin(backup.id, volumeId);
      await place.backups.change(backup.id, {}, { service: 'cinder.backup.drivers.nfs.NFSBackupDriver' });
      await expect(place.manager.restoreBackup(place.context, backup.id, volumeId, incoming())).rejects.toThrow(
        'is not the backup service that was used to create this backup [cinder.backup.drivers.nfs.NFSBackupDriver].',
      );
      expect(await statuses(backup.id, volumeId)).toEqual(['available', 'error']);
    });

    it('makes the volume an error where the data is gone', async () => {
      const volumeId = await place.volume(randomBytes(BYTES));
      const backup = await place.made(volumeId);
      await place.setup.driver.delete(backup);
      await begin(backup.id, volumeId);
      await expect(place.manager.restoreBackup(place.context, backup.id, volumeId, incoming())).rejects.toThrow();
      expect(await statuses(backup.id, volumeId)).toEqual(['available', 'error_restoring']);
      expect(place.messages).toMatchObject([{ action: 'BACKUP_RESTORE', detail: 'BACKUP_RESTORE_ERROR' }]);
    });
  });

  describe('deleting', () => {
    const usage = async (): Promise<Record<string, number[]>> => {
      const rows = await place.database.client.quotaUsage.findMany({ where: { projectId: 'project' } });
      return Object.fromEntries(rows.map(({ resource, inUse, reserved }) => [resource ?? '', [inUse, reserved]]));
    };

    it('removes data, row, metadata and quota, and takes it from its parent', async () => {
      const volumeId = await place.volume(randomBytes(BYTES));
      const full = await place.made(volumeId);
      const difference = await place.made(volumeId, { parentId: full.id });
      await place.quotas.commit(
        place.context,
        await place.quotas.reserve(place.context, { backups: 0, backup_gigabytes: 0 }),
      );
      await place.backups.change(difference.id, {}, { status: 'deleting' });
      const message = incoming();
      await place.manager.deleteBackup(place.context, difference.id, message);
      expect(message.acknowledged).toBe(true);
      expect(await place.row(difference.id)).toMatchObject({ status: 'deleted', deleted: true, metadata: [] });
      expect(await place.row(full.id)).toMatchObject({ numDependentBackups: 0 });
      expect(await usage()).toEqual({ backups: [1, 0], backup_gigabytes: [1, 0] });
      await place.manager.deleteBackup(place.context, difference.id, incoming({ redelivered: true }));
      expect(await usage()).toEqual({ backups: [1, 0], backup_gigabytes: [1, 0] });
    });

    it('is refused in another state, and for another driver’s', async () => {
      const volumeId = await place.volume(randomBytes(BYTES));
      const backup = await place.made(volumeId);
      await expect(place.manager.deleteBackup(place.context, backup.id, incoming())).rejects.toThrow(
        'Delete_backup aborted, expected backup status deleting but got available.',
      );
      await place.backups.change(backup.id, {}, { status: 'deleting', service: 'other' });
      await expect(place.manager.deleteBackup(place.context, backup.id, incoming())).rejects.toThrow(
        'Delete backup aborted',
      );
      expect((await place.row(backup.id)).status).toBe('error');
    });
  });

  describe('records', () => {
    it('are exported, and imported again after the deletion', async () => {
      const volumeId = await place.volume(randomBytes(BYTES));
      const backup = await place.made(volumeId);
      const record = await place.manager.exportRecord(backup.id);
      expect(record.backup_service).toBe('cinder.backup.drivers.posix.PosixBackupDriver');
      await place.backups.transaction((transaction) => place.backups.destroy(transaction, backup));
      await place.backups.change(
        backup.id,
        { deleted: true },
        { deleted: false, deletedAt: null, status: 'creating', service: null },
      );
      await place.manager.importRecord(place.context, backup.id, {
        service: record.backup_service ?? '',
        url: record.backup_url,
        hosts: [],
      });
      expect(await place.row(backup.id)).toMatchObject({
        status: 'available',
        volumeId,
        serviceMetadata: backup.serviceMetadata,
        objectCount: 5,
        metadata: [{ key: 'key', value: 'value' }],
      });
    });

    it('go to the next host where the driver is another, and fail at the last', async () => {
      const backup = await place.backup({ volumeId: randomUUID() });
      const record = { service: 'cinder.backup.drivers.s3.S3BackupDriver', url: 'e30=' };
      await place.manager.importRecord(place.context, backup.id, { ...record, hosts: ['a', 'b'] });
      expect(place.sent.at(-1)).toMatchObject(['importRecord', 'b', { id: backup.id }, { ...record, hosts: ['a'] }]);
      await expect(place.manager.importRecord(place.context, backup.id, { ...record, hosts: [] })).rejects.toThrow(
        'Service cinder.backup.drivers.s3.S3BackupDriver could not be found.',
      );
      expect(await place.row(backup.id)).toMatchObject({
        status: 'error',
        failReason:
          'Import record failed, cannot find backup service to perform the import. Request service cinder.backup.drivers.s3.S3BackupDriver.',
      });
    });

    it('that lack something are refused', async () => {
      const backup = await place.backup({ volumeId: randomUUID() });
      const url = Buffer.from(JSON.stringify({ id: backup.id, size: 1 })).toString('base64');
      await expect(
        place.manager.importRecord(place.context, backup.id, { service: '', url, hosts: [] }),
      ).rejects.toThrow(
        'there are missing fields (display_name, display_description, container, service_metadata, object_count).',
      );
      expect((await place.row(backup.id)).status).toBe('error');
    });
  });

  it('sets a state, and cleans up with an error', async () => {
    const volumeId = await place.volume(randomBytes(BYTES));
    const backup = await place.made(volumeId);
    const tempVolumeId = await place.volume(randomBytes(1));
    await place.backups.change(backup.id, {}, { tempVolumeId });
    await place.manager.resetStatus(place.context, backup.id, 'error');
    expect(await place.row(backup.id)).toMatchObject({ status: 'error', tempVolumeId: null });
    expect(place.methods().at(-1)).toBe('deleteVolume');
    expect(place.notifications.at(-1)).toBe('backup.reset_status.end');
    expect(place.manager.checkSupportToForceDelete()).toBe(true);
  });

  it('settles at its start what a killed one left', async () => {
    const volumes = await Promise.all(
      [
        { status: 'backing-up', previousStatus: 'in-use' },
        { status: 'restoring-backup' },
        { status: 'backing-up', previousStatus: 'available' },
        { status: 'creating' },
      ].map((values) => place.volume(randomBytes(10), values)),
    );
    const [making = '', restoring = '', waiting = '', fresh = ''] = volumes;
    const made = await place.backup({ volumeId: making, service: place.setup.name });
    const restored = await place.backup({ volumeId: making, status: 'restoring', restoreVolumeId: restoring });
    const creating = await place.backup({ volumeId: making, status: 'restoring', restoreVolumeId: fresh });
    const queued = await place.backup({ volumeId: waiting });
    const deleted = await place.backup({ volumeId: making, status: 'deleting' });
    const encrypted = await place.backup({ volumeId: making, status: 'deleting', encryptionKeyId: randomUUID() });
    const elsewhere = await place.backup({ volumeId: making, host: 'other', service: 's' });
    await place.manager.initHost(place.context, { offload: false });
    expect(await statuses(made.id, making)).toEqual(['error', 'in-use']);
    expect((await place.row(made.id)).failReason).toBe('incomplete backup reset on manager restart');
    expect(await statuses(restored.id, restoring)).toEqual(['available', 'error_restoring']);
    expect(await statuses(creating.id, fresh)).toEqual(['available', 'error']);
    expect(await statuses(queued.id, waiting)).toEqual(['creating', 'backing-up']);
    expect((await place.row(deleted.id)).status).toBe('deleted');
    expect((await place.row(encrypted.id)).status).toBe('error_deleting');
    expect((await place.row(elsewhere.id)).status).toBe('creating');
    expect(place.sent.at(-1)).toEqual([
      'notifyServiceCapabilities',
      'backup',
      'node',
      { backend_state: true, driver_name: place.setup.name, availability_zone: 'nova' },
    ]);
  });
});
