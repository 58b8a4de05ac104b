// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { silentLogger } from '@stackport/config';
import { now } from '@stackport/database';
import { MessageDeliveryFailure } from '@stackport/messaging';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quotaEngine, recordingRpc, volumeValues, type Sent } from '../../../backup/test-support.js';
import { BackupHosts } from '../../../backups/backup-hosts.js';
import { BackupQuota } from '../../../backups/backup-quota.js';
import { encodeBackupRecord } from '../../../backups/backup-record.js';
import { BackupRepository } from '../../../backups/backup-repository.js';
import { BackupService } from '../../../backups/backup-service.js';
import type { CinderDatabase } from '../../../database.js';
import { SnapshotNotFound } from '../../../errors/snapshots.js';
import { VolumeNotFound } from '../../../errors/volumes.js';
import type { Prisma } from '../../../generated/mysql/client.js';
import type { QuotaEngine } from '../../../quotas/quota-engine.js';
import { ResourceFilters } from '../../../resource-filters/resource-filters.js';
import { openTestDatabase, providers, type TestDatabase } from '../../../quotas/test-support.js';
import type { BackupRpc } from '../../../rpc/backup-rpc.js';
import type { SchedulerRpc } from '../../../rpc/scheduler-rpc.js';
import { ServiceRepository } from '../../../services/service-repository.js';
import { ForceDeleteBackup } from '../../contrib/admin-actions/force-delete-backup.js';
import { ResetBackupStatus } from '../../contrib/admin-actions/reset-backup-status.js';
import { Backups } from '../../contrib/backups.js';
import { backupsControllers } from './index.js';
import {
  admin,
  member,
  reader,
  startTestApplication,
  stranger,
  testEnforcer,
  type TestApplication,
} from './test-application.js';

describe.each(providers)('backups on %s', (provider) => {
  let place: TestDatabase;
  let database: CinderDatabase;
  let quotas: QuotaEngine;
  let backups: BackupRepository;
  let application: TestApplication;
  let volumeId: string;
  const sent: Sent[] = [];
  let scheduling: () => void;

  beforeEach(async () => {
    place = await openTestDatabase(provider);
    ({ database } = place);
    quotas = quotaEngine(database, { quota_backups: 4, quota_backup_gigabytes: 10 });
    backups = new BackupRepository(database);
    sent.length = 0;
    scheduling = () => undefined;
    const services = new ServiceRepository({ database, downTime: 60 });
    const row = await services.create({
      host: 'node',
      binary: 'cinder-backup',
      topic: 'cinder-backup',
      availabilityZone: 'nova',
    });
    await services.beat(row.id);
    const enforcer = testEnforcer();
    const find = (id: string, projectId: string | undefined) =>
      database.client.volume.findFirst({ where: { id, deleted: false, projectId: projectId ?? '' } });
    const service = new BackupService({
      backups,
      hosts: new BackupHosts({ services, sameHost: false }),
      volumes: {
        get: async (context, id) => {
          const volume = await find(id, context.projectId);
          if (volume === null) throw new VolumeNotFound(id);
          return volume;
        },
        getSnapshot: async (_context, id) => {
          const snapshot = await database.client.snapshot.findUnique({ where: { id } });
          if (snapshot === null) throw new SnapshotNotFound(id);
          return snapshot;
        },
        create: async (context, { size, name, description }) =>
          database.client.volume.create({
            data: volumeValues({
              size,
              displayName: name,
              displayDescription: description,
              projectId: context.projectId ?? '',
            }),
          }),
      },
      quota: new BackupQuota(quotas),
      backupRpc: recordingRpc<BackupRpc>(sent, {
        checkSupportToForceDelete: () => true,
        exportRecord: () => ({ backup_service: 'driver', backup_url: 'url' }),
      }),
      schedulerRpc: recordingRpc<SchedulerRpc>(sent, { createBackup: () => scheduling() }),
      enforcer,
      logger: silentLogger,
    });
    application = await startTestApplication(
      enforcer,
      [...backupsControllers, ...new Backups().controllers, ResetBackupStatus, ForceDeleteBackup],
      [
        { provide: BackupService, useValue: service },
        { provide: ResourceFilters, useValue: new ResourceFilters() },
      ],
    );
    volumeId = (await database.client.volume.create({ data: volumeValues({ size: 4 }) })).id;
  });
  afterEach(async () => {
    await application.close();
    await place.close();
  });

  const create = (values: Record<string, unknown> = {}, version = '3.70', context = member) =>
    application.ask(context, 'POST', '/backups', { body: { backup: { volume_id: volumeId, ...values } }, version });
  const usages = async (): Promise<Record<string, number[]>> => {
    const rows = await database.client.quotaUsage.findMany({ where: { projectId: 'project' } });
    return Object.fromEntries(rows.map(({ resource, inUse, reserved }) => [resource ?? '', [inUse, reserved]]));
  };
  const stored = (columns: Omit<Partial<Prisma.BackupUncheckedCreateInput>, 'metadata'> = {}) =>
    backups.transaction((transaction) => {
      return backups.create(
        transaction,
        {
          volumeId,
          userId: 'user',
          projectId: 'project',
          status: 'available',
          size: 4,
          dataTimestamp: now(),
          host: 'node',
          ...columns,
        },
        {},
      );
    });
  const message = (body: Record<string, unknown>) => Object.values(body)[0] as { message: string };

  it('creates one, with its quota, and asks the scheduler', async () => {
    const answer = await create({
      name: ' a name ',
      description: 'text',
      container: 'c',
      metadata: { k: 'v' },
      availability_zone: 'nova',
    });
    expect(answer.status).toBe(202);
    const { id } = answer.body.backup as unknown as { id: string };
    expect(answer.body.backup).toEqual({
      id,
      name: 'a name',
      links: [
        { rel: 'self', href: `http://cinder.example:8776/v3/backups/${id}` },
        { rel: 'bookmark', href: `http://cinder.example:8776/backups/${id}` },
      ],
    });
    expect(sent).toMatchObject([['createBackup', { id, status: 'creating', host: null }]]);
    expect(await backups.find(id)).toMatchObject({
      displayName: 'a name',
      displayDescription: 'text',
      container: 'c',
      availabilityZone: 'nova',
      size: 4,
      projectId: 'project',
      userId: 'user',
      metadata: [{ key: 'k', value: 'v' }],
    });
    const volume = await database.client.volume.findUniqueOrThrow({ where: { id: volumeId } });
    expect(volume).toMatchObject({ status: 'backing-up', previousStatus: 'available' });
    expect(await usages()).toEqual({ backups: [1, 0], backup_gigabytes: [4, 0] });
  });

  it('takes metadata from 3.43 and a zone from 3.51', async () => {
    expect((await create({ metadata: {} }, '3.42')).status).toBe(400);
    expect((await create({ availability_zone: 'nova', metadata: {} }, '3.50')).status).toBe(400);
    expect((await create({ metadata: {} }, '3.43')).status).toBe(202);
  });

  it('refuses what is not there or in another state, and changes nothing', async () => {
    const nothing = randomUUID();
    const missing = await create({ volume_id: nothing });
    expect([missing.status, message(missing.body).message]).toEqual([404, `Volume ${nothing} could not be found.`]);
    await database.client.volume.update({ where: { id: volumeId }, data: { status: 'in-use' } });
    const used = await create();
    expect([used.status, message(used.body).message]).toEqual([
      400,
      'Invalid volume: Backing up an in-use volume must use the force flag.',
    ]);
    const none = await create({ force: true, incremental: true });
    expect([none.status, message(none.body).message]).toEqual([
      400,
      'Invalid backup: No backups available to do an incremental backup.',
    ]);
    expect(await usages()).toEqual({ backups: [0, 0], backup_gigabytes: [0, 0] });
    expect((await create({ force: 'true' })).status).toBe(202);
    const busy = await create({ force: true });
    expect(message(busy.body).message).toBe(
      'Invalid volume: Volume to be backed up must be available or in-use, but the current status is "backing-up".',
    );
    expect((await create({}, '3.70', stranger)).status).toBe(404);
    expect((await create({}, '3.70', reader)).status).toBe(403);
    expect(sent).toHaveLength(1);
  });

  it('gives all back where the message cannot be sent', async () => {
    scheduling = () => {
      throw new MessageDeliveryFailure('no broker');
    };
    expect((await create()).status).toBe(500);
    const [backup] = await database.client.backup.findMany();
    expect(backup).toMatchObject({ status: 'error', failReason: 'no broker' });
    const volume = await database.client.volume.findUniqueOrThrow({ where: { id: volumeId } });
    expect(volume.status).toBe('available');
  });

  it('keeps within the quotas', async () => {
    for (const limit of [1, 2]) {
      expect([limit, (await create()).status]).toEqual([limit, 202]);
      await database.client.volume.update({ where: { id: volumeId }, data: { status: 'available' } });
    }
    const over = await create();
    expect([over.status, message(over.body).message]).toEqual([
      413,
      'VolumeBackupSizeExceedsAvailableQuota: Requested backup exceeds allowed Backup gigabytes quota. Requested 4G, quota is 10G and 8G has been consumed.',
    ]);
    expect(await usages()).toEqual({ backups: [2, 0], backup_gigabytes: [8, 0] });
  });

  it('takes the newest data before the snapshot for the parent', async () => {
    const [old, snapshotAt, young] = ['T01', 'T02', 'T03'].map((hour) => new Date(`2026-01-01${hour}:00:00Z`));
    const parent = await stored({ dataTimestamp: old ?? null, size: 1 });
    const newer = await stored({ dataTimestamp: young ?? null, size: 1 });
    await database.client.volume.update({ where: { id: volumeId }, data: { size: 1 } });
    const snapshotId = randomUUID();
    await database.client.snapshot.create({
      data: {
        id: snapshotId,
        volumeId,
        status: 'available',
        createdAt: snapshotAt ?? null,
        volumeTypeId: randomUUID(),
      },
    });
    const first = await create({ incremental: true, snapshot_id: snapshotId });
    const second = await create({ incremental: true });
    const row = (answer: typeof first) => backups.find((answer.body.backup as unknown as { id: string }).id);
    expect(await row(first)).toMatchObject({ parentId: parent.id, snapshotId, dataTimestamp: snapshotAt });
    expect(second.status).toBe(202);
    expect(await row(second)).toMatchObject({ parentId: newer.id });
  });

  it('shows one as of each microversion', async () => {
    const { id } = await stored({
      encryptionKeyId: randomUUID(),
      displayName: 'n',
      parentId: randomUUID(),
      numDependentBackups: 2,
    });
    const show = async (version: string, context = member) =>
      (await application.ask(context, 'GET', `/backups/${id}`, { version })).body.backup as unknown as Record<
        string,
        unknown
      >;
    expect(await show('3.0')).toEqual({
      id,
      status: 'available',
      size: 4,
      object_count: 0,
      availability_zone: null,
      container: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000$/) as string,
      updated_at: null,
      name: 'n',
      description: null,
      fail_reason: null,
      volume_id: volumeId,
      links: expect.any(Array) as unknown[],
      is_incremental: true,
      has_dependent_backups: true,
      snapshot_id: null,
      data_timestamp: expect.any(String) as string,
    });
    expect(await show('3.42')).not.toHaveProperty('metadata');
    expect(await show('3.43')).toHaveProperty('metadata', {});
    expect(await show('3.63')).not.toHaveProperty('encryption_key_id');
    expect(await show('3.64')).toHaveProperty('encryption_key_id');
    expect(await show('3.17', admin)).not.toHaveProperty('os-backup-project-attr:project_id');
    expect(await show('3.18', admin)).toHaveProperty('os-backup-project-attr:project_id', 'project');
    expect(await show('3.55', admin)).not.toHaveProperty('user_id');
    expect(await show('3.56', admin)).toHaveProperty('user_id', 'user');
    expect(await show('3.70')).not.toHaveProperty('user_id');
    const hidden = await application.ask(stranger, 'GET', `/backups/${id}`);
    expect([hidden.status, message(hidden.body).message]).toEqual([404, `Backup ${id} could not be found.`]);
  });

  it('lists pages, sorted and filtered', async () => {
    for (const name of ['b', 'a', 'c'])
      await stored({ displayName: name, status: name === 'c' ? 'error' : 'available' });
    await stored({ displayName: 'foreign', projectId: 'elsewhere' });
    const names = async (query: string, { context = member, version = '3.70' } = {}) => {
      const answer = await application.ask(context, 'GET', `/backups/detail${query}`, { version });
      return answer.status === 200
        ? (answer.body.backups as unknown as { name: string }[]).map(({ name }) => name)
        : message(answer.body).message;
    };
    expect(await names('?sort=name:asc')).toEqual(['a', 'b', 'c']);
    expect(await names('?sort=name:asc', { version: '3.36' })).toBe('Invalid input received: Invalid sort key');
    expect(await names('?sort=display_name:desc', { version: '3.0' })).toEqual(['c', 'b', 'a']);
    expect(await names('?status=error')).toEqual(['c']);
    expect(await names('?name=a', { version: '3.0' })).toEqual(['a']);
    expect(await names('?size=3', { version: '3.0' })).toHaveLength(3);
    expect(await names('?size=3', { version: '3.31' })).toBe('Invalid filters size are found in query options.');
    expect(await names('?all_tenants=1', { context: admin })).toHaveLength(4);
    expect(await names('?all_tenants=1')).toHaveLength(3);
    expect(await names('?all_tenants=maybe', { context: admin })).toBe("all_tenants must be a boolean, got 'maybe'.");
    const page = await application.ask(member, 'GET', '/backups?limit=2&sort=name:asc&with_count=true');
    expect(page.body).toMatchObject({ count: 3, backups: [{ name: 'a' }, { name: 'b' }] });
    const { href } = (page.body.backups_links as unknown as { href: string }[])[0] ?? { href: '' };
    expect(href).toContain('/v3/backups?');
    const next = await application.ask(member, 'GET', `/backups?${href.split('?')[1] ?? ''}`);
    expect(next.body.backups).toMatchObject([{ name: 'c' }]);
    expect(next.body).not.toHaveProperty('backups_links');
    expect((await application.ask(member, 'GET', `/backups?marker=${randomUUID()}`)).status).toBe(404);
  });

  it('changes names, and metadata from 3.43', async () => {
    const { id } = await stored();
    const put = (body: unknown, version: string) => application.ask(member, 'PUT', `/backups/${id}`, { body, version });
    expect((await put({ backup: { name: 'x' } }, '3.8')).status).toBe(404);
    expect((await put({ backup: { name: 'x' } }, '3.9')).body.backup).toMatchObject({ id, name: 'x' });
    expect((await put({ backup: { metadata: { a: '1' } } }, '3.42')).status).toBe(400);
    expect((await put({ backup: { metadata: { a: '1', b: '2' } } }, '3.43')).status).toBe(200);
    expect((await put({ backup: { description: ' d ', metadata: { a: '3' } } }, '3.43')).status).toBe(200);
    expect(await backups.find(id)).toMatchObject({
      displayName: 'x',
      displayDescription: 'd',
      metadata: [{ key: 'a', value: '3' }],
    });
  });

  it('hands one over to be deleted, unless it is needed', async () => {
    const parent = await stored();
    const child = await stored({ parentId: parent.id });
    const remove = (id: string, context = member) => application.ask(context, 'DELETE', `/backups/${id}`);
    expect(message((await remove(parent.id)).body).message).toBe(
      'Invalid backup: Incremental backups exist for this backup.',
    );
    expect((await remove(child.id, reader)).status).toBe(403);
    expect((await remove(child.id)).status).toBe(202);
    expect(sent).toMatchObject([['deleteBackup', { id: child.id, status: 'deleting', host: 'node' }]]);
    expect(message((await remove(child.id)).body).message).toBe(
      'Invalid backup: Backup status must be available or error',
    );
    await database.client.service.updateMany({ data: { disabled: true } });
    const lonely = await stored();
    const nobody = await remove(lonely.id);
    expect([nobody.status, message(nobody.body).message]).toEqual([404, 'Service cinder-backup could not be found.']);
    expect((await backups.find(lonely.id))?.status).toBe('available');
  });

  it('is deleted by force and set to a state by administrators alone', async () => {
    const { id } = await stored({ status: 'creating' });
    const act = (action: string, value: unknown, context = admin) =>
      application.ask(context, 'POST', `/backups/${id}/action`, { body: { [action]: value } });
    expect((await act('os-reset_status', { status: 'error' }, member)).status).toBe(403);
    const bad = await act('os-reset_status', { status: 'gone' });
    expect([bad.status, message(bad.body).message]).toEqual([
      400,
      "Backup status: gone is invalid, valid statuses are: ['available', 'error'].",
    ]);
    expect((await act('os-reset_status', { status: 'error' })).status).toBe(202);
    expect(sent.at(-1)).toMatchObject(['resetStatus', { id }, 'error']);
    expect((await act('os-force_delete', {}, member)).status).toBe(403);
    expect((await act('os-force_delete', {})).status).toBe(202);
    expect(sent.map(([method]) => method)).toEqual(['resetStatus', 'checkSupportToForceDelete', 'deleteBackup']);
  });

  it('is restored to a volume that is there, or to a new one', async () => {
    const { id } = await stored();
    const restore = (values: unknown) =>
      application.ask(member, 'POST', `/backups/${id}/restore`, { body: { restore: values } });
    const small = await database.client.volume.create({ data: volumeValues({ size: 1 }) });
    expect(message((await restore({ volume_id: small.id })).body).message).toBe(
      'Invalid volume: volume size 1 is too small to restore backup of size 4.',
    );
    const answer = await restore({ volume_id: volumeId });
    expect([answer.status, answer.body]).toEqual([
      202,
      { restore: { backup_id: id, volume_id: volumeId, volume_name: 'a volume' } },
    ]);
    expect(sent).toMatchObject([
      ['restoreBackup', 'node', { id, status: 'restoring', restoreVolumeId: volumeId }, volumeId],
    ]);
    expect((await database.client.volume.findUniqueOrThrow({ where: { id: volumeId } })).status).toBe(
      'restoring-backup',
    );
    expect(message((await restore({})).body).message).toBe('Invalid backup: Backup status must be available');
    const other = await stored();
    const made = await application.ask(member, 'POST', `/backups/${other.id}/restore`, { body: { restore: {} } });
    expect(made.body.restore).toMatchObject({ volume_name: `restore_backup_${other.id}` });
  });

  it('is exported, and imported once', async () => {
    const backup = await stored();
    expect((await application.ask(member, 'GET', `/backups/${backup.id}/export_record`)).status).toBe(403);
    const exported = await application.ask(admin, 'GET', `/backups/${backup.id}/export_record`);
    expect(exported.body).toEqual({ 'backup-record': { backup_service: 'driver', backup_url: 'url' } });
    const id = randomUUID();
    const url = encodeBackupRecord({ ...backup, id }, {});
    const load = (record: string, context = admin) =>
      application.ask(context, 'POST', '/backups/import_record', {
        body: { 'backup-record': { backup_service: 'driver', backup_url: record } },
      });
    expect((await load(url, member)).status).toBe(403);
    const imported = await load(url);
    expect([imported.status, imported.body.backup]).toMatchObject([201, { id, name: null }]);
    expect(sent.at(-1)).toMatchObject(['importRecord', 'node', { id }, { service: 'driver', url, hosts: [] }]);
    expect(await backups.find(id)).toMatchObject({
      projectId: 'admins',
      status: 'creating',
      size: 4,
      volumeId: '00000000-0000-0000-0000-000000000000',
    });
    expect(message((await load(url)).body).message).toBe('Invalid backup: Backup already exists in database.');
    const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
    expect(message((await load(base64({ size: 1 }))).body).message).toBe(
      'Invalid input received: Provided backup record is missing an id',
    );
    expect(message((await load(Buffer.from('no json').toString('base64'))).body).message).toBe(
      "Invalid input received: Can't parse backup record.",
    );
    await database.client.service.updateMany({ data: { disabled: true } });
    expect((await load(base64({ id: randomUUID(), size: 1 }))).status).toBe(503);
  });
});
