// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { now } from '@stackport/database';
import { NotificationListener } from '@stackport/messaging';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackupRepository } from '../backups/backup-repository.js';
import { SnapshotRepository } from '../snapshots/snapshot-repository.js';
import { createQuotas } from '../quotas/test-support.js';
import type { VolumeRow } from '../volumes/volume.js';
import { SchedulerPlayground } from './test-support.js';

/** As long as the test has: a loaded machine is no failure. */
const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 25_000 });

describe('the scheduler', () => {
  let cloud: SchedulerPlayground;

  beforeEach(async () => {
    cloud = await SchedulerPlayground.open();
    await cloud.start();
    await cloud.backend('a', 10);
  });
  afterEach(() => cloud.close());

  const requestFor = (volume: VolumeRow, size: number, more: Record<string, unknown> = {}) => ({
    requestSpec: { volume_id: volume.id, volume_properties: { size, attach_status: 'detached' }, ...more },
    filterProperties: {},
  });
  const held = (values: Parameters<SchedulerPlayground['volume']>[0] = {}) =>
    cloud.volume({ status: 'available', host: 'node@a#p', ...values });

  async function snapshotOf(volume: VolumeRow) {
    const snapshots = new SnapshotRepository(cloud.database);
    const id = await snapshots.create(
      { volumeId: volume.id, projectId: 'project', status: 'creating', volumeSize: 4, volumeTypeId: cloud.typeId },
      {},
      ['available', 'managing'],
      async () => undefined,
    );
    const get = () => snapshots.get(cloud.context, id ?? '');
    return { snapshot: await get(), get };
  }

  it('has a snapshot made where there is room, and makes it an error where there is none', async () => {
    const volume = await held();
    const first = await snapshotOf(volume);
    const second = await snapshotOf(volume);
    await cloud.rpc.createSnapshot(cloud.context, volume, first.snapshot, 'node@a#p', requestFor(volume, 8));
    await until(() => expect(cloud.of('create_snapshot')).toHaveLength(1));
    expect(cloud.of('create_snapshot')[0]?.args).toMatchObject({ snapshot: { id: first.snapshot.id } });
    await cloud.rpc.createSnapshot(cloud.context, volume, second.snapshot, 'node@a#p', requestFor(volume, 8));
    await until(async () => expect((await second.get()).status).toBe('error'));
    expect((await first.get()).status).toBe('creating');
  });

  it('has volumes and snapshots taken over by the pool that it finds', async () => {
    const volume = await cloud.volume({ status: 'managing', host: 'node@a', size: 0 });
    const request = requestFor(volume, 0, { ref: { 'source-name': 'x' } });
    await cloud.rpc.manageExisting(cloud.context, volume, request);
    await until(() => expect(cloud.of('manage_existing')).toHaveLength(1));
    expect(cloud.of('manage_existing')[0]?.args).toMatchObject({ ref: { 'source-name': 'x' } });
    expect((await cloud.read(volume.id)).host).toBe('node@a#p');
    const { snapshot } = await snapshotOf(await cloud.read(volume.id));
    await cloud.rpc.manageExistingSnapshot(cloud.context, await cloud.read(volume.id), snapshot, { id: 1 }, request);
    await until(() => expect(cloud.of('manage_existing_snapshot')).toHaveLength(1));
    const lost = await cloud.volume({ status: 'managing', host: 'node@z', size: 0 });
    await cloud.rpc.manageExisting(cloud.context, lost, requestFor(lost, 0));
    await until(async () => expect((await cloud.read(lost.id)).status).toBe('error_managing'));
  });

  it('says whether there is room, and takes it', async () => {
    const volume = await held();
    const ask = () => cloud.rpc.validateHostCapacity(cloud.context, 'node@a#p', requestFor(volume, 6));
    expect([await ask(), await ask()]).toEqual([true, false]);
  });

  it('has volumes migrated to a back end that can take them', async () => {
    const volume = await held({ migrationStatus: 'starting', status: 'maintenance', previousStatus: 'available' });
    await cloud.backend('b', 20);
    const migrate = (to: string) =>
      cloud.rpc.migrateVolume(cloud.context, volume, to, { ...requestFor(volume, 4), forceHostCopy: true });
    await migrate('node@b');
    await until(() => expect(cloud.of('migrate_volume')).toHaveLength(1));
    expect(cloud.of('migrate_volume')[0]?.args).toMatchObject({
      host: { host: 'node@b#p', cluster_name: null, capabilities: { pool_name: 'p' } },
      force_host_copy: true,
    });
    await migrate('node@c#p');
    await until(async () =>
      expect(await cloud.read(volume.id)).toMatchObject({ migrationStatus: 'error', status: 'available' }),
    );
  });

  it('keeps a retyped volume where it is, moves it where it may, and gives quota back where it cannot be', async () => {
    const volume = await held({ status: 'retyping', previousStatus: 'available', size: 20 });
    const quotas = createQuotas(cloud.database);
    const reservations = await quotas.reserve(cloud.context, { volumes: 1 });
    const type = { id: randomUUID(), name: 'other', extra_specs: {} };
    const retype = (more: Record<string, unknown>) =>
      cloud.rpc.retype(cloud.context, volume, requestFor(volume, 20, { quota_reservations: reservations, ...more }));
    await retype({ volume_type: type, migration_policy: 'never' });
    await until(() => expect(cloud.of('retype')).toHaveLength(1));
    expect(cloud.of('retype')[0]?.args).toMatchObject({
      new_type_id: type.id,
      host: { host: 'node@a#p' },
      migration_policy: 'never',
      reservations,
    });
    await retype({ volume_type: { ...type, extra_specs: { volume_backend_name: 'z' } } });
    await until(async () => expect((await cloud.read(volume.id)).status).toBe('available'));
    expect(await cloud.database.client.reservation.count({ where: { deleted: false } })).toBe(0);
    expect(await cloud.database.client.quotaUsage.findFirst({ where: { resource: 'volumes' } })).toMatchObject({
      reserved: 0,
    });
  });

  it('has a volume grow by what there is room for, else it is as before and its quota too', async () => {
    const quotas = createQuotas(cloud.database);
    const grow = async (newSize: number) => {
      const volume = await held({ status: 'extending', previousStatus: 'in-use', size: 20 });
      const reservations = await quotas.reserve(cloud.context, { gigabytes: newSize - 20 });
      await cloud.rpc.extendVolume(cloud.context, volume, newSize, reservations, requestFor(volume, 20));
      return volume;
    };
    const fits = await grow(28);
    await until(() => expect(cloud.of('extend_volume')).toHaveLength(1));
    expect(cloud.of('extend_volume')[0]?.args).toMatchObject({ volume: { id: fits.id }, new_size: 28 });
    const volume = await grow(28);
    await until(async () =>
      expect(await cloud.read(volume.id)).toMatchObject({ status: 'in-use', previousStatus: null }),
    );
    await until(async () =>
      expect(await cloud.database.client.message.findMany()).toMatchObject([
        { actionId: '007', detailId: '003', resourceUuid: volume.id },
      ]),
    );
    expect(await cloud.database.client.quotaUsage.findFirst({ where: { resource: 'gigabytes' } })).toMatchObject({
      reserved: 8,
    });
  });

  it('has a group made on the back end of all its types', async () => {
    const create = async (extraSpecs: Record<string, string>) => {
      const id = randomUUID();
      const group = await cloud.database.client.group.create({
        data: { id, projectId: 'project', status: 'creating', groupTypeId: randomUUID(), createdAt: now() },
      });
      const spec = { group_id: id, volume_properties: { size: 0 } };
      await cloud.rpc.createGroup(cloud.context, group, {
        groupSpec: { ...spec, group_type: { id: group.groupTypeId } },
        requestSpecs: [{ ...spec, volume_type: { id: cloud.typeId, extra_specs: extraSpecs } }],
        groupFilterProperties: {},
        filterProperties: [{}],
      });
      return id;
    };
    await cloud.backend('b', 90);
    const id = await create({ volume_backend_name: 'a' });
    await until(() => expect(cloud.of('create_group')).toHaveLength(1));
    expect(cloud.of('create_group')[0]?.args).toMatchObject({ group: { id, host: 'node@a#p' } });
    const row = (group: string) => cloud.database.client.group.findUniqueOrThrow({ where: { id: group } });
    expect(await row(id)).toMatchObject({ host: 'node@a#p', status: 'creating' });
    const lost = await create({ volume_backend_name: 'z' });
    await until(async () => expect(await row(lost)).toMatchObject({ host: null, status: 'error' }));
  });

  it('finds a service for a backup, or ends it', async () => {
    const volume = await held({ status: 'backing-up', previousStatus: 'available' });
    const backups = new BackupRepository(cloud.database);
    const create = async () => {
      const backup = await backups.transaction((tx) =>
        backups.create(tx, { volumeId: volume.id, projectId: 'project', status: 'creating', size: 4 }, {}),
      );
      await cloud.rpc.createBackup(cloud.context, backup);
      return backup.id;
    };
    const lost = await create();
    await until(async () => expect((await backups.find(lost))?.status).toBe('error'));
    expect((await backups.find(lost))?.failReason).toBe('Service not found for creating backup.');
    expect(await cloud.read(volume.id)).toMatchObject({ status: 'available', previousStatus: 'backing-up' });
    await cloud.serve('cinder-backup', 'keeper', ['create_backup'], '2.3');
    await cloud.rpc.updateServiceCapabilities(cloud.context, 'backup', 'keeper', {
      backend_state: true,
      driver_name: 'd',
      availability_zone: 'nova',
    });
    const id = await create();
    await until(() => expect(cloud.of('create_backup')).toHaveLength(1));
    expect((await backups.find(id))?.host).toBe('keeper');
  });

  it('tells pools, and notifies of what changed of them', async () => {
    expect(await cloud.rpc.getPools(cloud.context, null)).toMatchObject([
      { name: 'node@a#p', capabilities: { free_capacity_gb: 10 } },
    ]);
    expect(await cloud.rpc.getPools(cloud.context, { name: 'other' })).toEqual([]);
    const told: unknown[] = [];
    const listener = new NotificationListener(
      cloud.transport,
      [{ topic: 'notifications' }],
      [{ info: async ({ eventType, payload }) => (told.push([eventType, payload]), 'handled') }],
    );
    await listener.start();
    const pool = {
      pool_name: 'p',
      total_capacity_gb: 100,
      free_capacity_gb: 40,
      allocated_capacity_gb: 60,
      provisioned_capacity_gb: 60,
      thin_provisioning_support: false,
      thick_provisioning_support: true,
      max_over_subscription_ratio: 1,
      reserved_percentage: 10,
    };
    const notify = (more = {}) =>
      cloud.rpc.notifyServiceCapabilities(cloud.context, 'volume', 'node@a', { pools: [{ ...pool, ...more }] });
    await notify();
    await notify();
    await notify({ free_capacity_gb: 30 });
    await until(() => expect(told).toHaveLength(4));
    expect(told[0]).toMatchObject([
      'capacity.pool',
      { name_to_id: 'node@a#p', total: 100, free: 40, allocated: 60, provisioned: 60, virtual_free: 30 },
    ]);
    expect(told[3]).toMatchObject(['capacity.backend', { name_to_id: 'node@a', free: 30 }]);
    await listener.stop();
  });

  it('has what dead services left cleaned up, by them that live', async () => {
    await cloud.database.client.service.create({
      data: {
        host: 'dead@b',
        binary: 'cinder-volume',
        topic: 'cinder-volume',
        uuid: randomUUID(),
        createdAt: new Date(0),
      },
    });
    const answer = await cloud.rpc.workCleanup(cloud.context, { binary: 'cinder-volume', is_up: null });
    const hosts = (answer as { 'versioned_object.data': { host: string } }[][]).map((list) =>
      list.map((one) => one['versioned_object.data'].host),
    );
    expect(hosts).toEqual([['node@a'], ['dead@b']]);
    await until(() => expect(cloud.of('do_cleanup')).toHaveLength(1));
    const own = await cloud.database.client.service.findFirstOrThrow({ where: { binary: 'cinder-scheduler' } });
    const [left, placed] = [await cloud.volume(), await cloud.volume({ host: 'node@a#p' })];
    for (const { id } of [left, placed])
      await cloud.database.client.worker.create({
        data: { resourceType: 'Volume', resourceId: id, status: 'creating', serviceId: own.id, updatedAt: new Date(0) },
      });
    await cloud.rpc.doCleanup(cloud.context, { service_id: own.id, until: new Date() });
    await until(async () => expect(await cloud.database.client.worker.count()).toBe(0));
    expect([(await cloud.read(left.id)).status, (await cloud.read(placed.id)).status]).toEqual(['error', 'creating']);
  });

  it('sets and tells levels of logging, and gives signs of life', async () => {
    const other = await SchedulerPlayground.open();
    try {
      const logLevels: Record<string, string> = {};
      await other.start({ logLevels });
      await other.rpc.setLogLevels(other.context, 'node', { prefix: 'cinder', level: 'DEBUG' });
      await until(() => expect(logLevels).toEqual({ cinder: 'DEBUG' }));
      expect(await other.rpc.getLogLevels(other.context, 'node', { prefix: 'cinder' })).toMatchObject({
        'versioned_object.name': 'LogLevelList',
      });
      expect(await other.database.client.service.findMany()).toMatchObject([
        {
          host: 'node',
          binary: 'cinder-scheduler',
          topic: 'cinder-scheduler',
          reportCount: 1,
          rpcCurrentVersion: '3.12',
        },
      ]);
    } finally {
      await other.close();
    }
  });
});
