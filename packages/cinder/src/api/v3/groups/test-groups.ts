// SPDX-License-Identifier: Apache-2.0
// The API of groups with its domain over a database of its own; what is sent to the workers is kept.
import { randomUUID } from 'node:crypto';
import { silentLogger } from '@stackport/config';
import { quotaEngine, recordingRpc, volumeValues, type Sent } from '../../../backup/test-support.js';
import { DefaultTypeRepository } from '../../../default-types/default-type-repository.js';
import type { Prisma } from '../../../generated/mysql/client.js';
import { GroupTypeRepository } from '../../../group-types/group-type-repository.js';
import { DEFAULT_CGSNAPSHOT_TYPE, GroupTypeService } from '../../../group-types/group-type-service.js';
import { createGroups } from '../../../groups/create-groups.js';
import { GroupService } from '../../../groups/group-service.js';
import { GroupSnapshotService } from '../../../groups/group-snapshot-service.js';
import { openTestDatabase, type providers } from '../../../quotas/test-support.js';
import { ResourceFilters } from '../../../resource-filters/resource-filters.js';
import type { SchedulerRpc } from '../../../rpc/scheduler-rpc.js';
import type { VolumeRpc } from '../../../rpc/volume-rpc.js';
import { ServiceRepository } from '../../../services/service-repository.js';
import { SnapshotRepository } from '../../../snapshots/snapshot-repository.js';
import { FixedKeyManager } from '../../../keys/fixed-key-manager.js';
import { VolumeKeys } from '../../../keys/volume-keys.js';
import { EncryptionRepository } from '../../../volume-types/encryption-repository.js';
import { VolumeTypeRepository } from '../../../volume-types/volume-type-repository.js';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';
import { CreateVolume } from '../../../volumes/create-volume.js';
import { VolumeDeletion } from '../../../volumes/volume-deletion.js';
import { VolumeRepository } from '../../../volumes/volume-repository.js';
import { Cgsnapshots } from '../../contrib/cgsnapshots.js';
import { Consistencygroups } from '../../contrib/consistencygroups.js';
import { startTestApplication, testEnforcer } from '../backups/test-application.js';
import { groupSnapshotControllers } from '../group-snapshots/index.js';
import { groupControllers } from './index.js';

export async function startTestGroups(provider: (typeof providers)[number]) {
  const place = await openTestDatabase(provider);
  const { database } = place;
  const sent: Sent[] = [];
  const events: string[] = [];
  /** What calls over the bus do instead of answering nothing. */
  const answers: Record<string, (...args: never[]) => unknown> = { validateHostCapacity: () => true };
  const enforcer = testEnforcer();
  const quotas = quotaEngine(database, { quota_groups: 3, quota_volumes: 4, quota_snapshots: 4 });
  const notifications = {
    info: (_context: unknown, _publisher: string, event: string) => Promise.resolve(void events.push(event)),
    error: (_context: unknown, _publisher: string, event: string) => Promise.resolve(void events.push(event)),
  };
  const types = new VolumeTypeRepository(database);
  const volumeTypes = new VolumeTypeService({
    types,
    quotas,
    defaults: new DefaultTypeRepository(database),
    encryptions: new EncryptionRepository(database),
    notifications,
    defaultTypeName: '__DEFAULT__',
  });
  const groupTypeRows = new GroupTypeRepository(database);
  const groupTypes = new GroupTypeService({ types: groupTypeRows, notifications, defaultTypeName: undefined });
  const volumes = new VolumeRepository(database, types);
  const snapshots = new SnapshotRepository(database);
  const services = new ServiceRepository({ database, downTime: 60 });
  const volumeRpc = recordingRpc<VolumeRpc>(sent, answers);
  const schedulerRpc = recordingRpc<SchedulerRpc>(sent, answers);
  const zones = { names: () => Promise.resolve(['nova']) };
  const zoneSettings = {
    defaultZone: undefined,
    storageZone: 'nova',
    fallback: false,
    clonesStay: true,
    snapshotsStay: true,
  };
  const keys = new VolumeKeys({ types: volumeTypes, manager: new FixedKeyManager(), logger: silentLogger });
  const common = { keys, volumes, snapshots, services, quotas, volumeRpc, enforcer, logger: silentLogger };
  const { groups, groupSnapshots } = createGroups({
    ...common,
    database,
    createVolume: new CreateVolume({
      ...common,
      types: volumeTypes,
      scheduler: schedulerRpc,
      images: { show: (_context, id) => Promise.reject(new Error(`no image ${id}`)) },
      zones,
      settings: zoneSettings,
    }),
    volumeDeletion: new VolumeDeletion(common),
    volumeTypes,
    groupTypes,
    schedulerRpc,
    zones,
    zoneSettings,
    withoutSizeQuota: false,
    notifications,
  });
  const application = await startTestApplication(
    enforcer,
    [
      ...groupControllers,
      ...groupSnapshotControllers,
      ...new Consistencygroups().controllers,
      ...new Cgsnapshots().controllers,
    ],
    [
      { provide: GroupService, useValue: groups },
      { provide: GroupSnapshotService, useValue: groupSnapshots },
      { provide: GroupTypeService, useValue: groupTypes },
      { provide: ResourceFilters, useValue: new ResourceFilters() },
    ],
  );
  const volumeType = await types.create({ name: 'file', extraSpecs: { replication_enabled: '<is> True' } });
  const groupType = await groupTypeRows.create({ name: 'plain' });
  const replicated = await groupTypeRows.create({
    name: 'replicated',
    specs: { group_replication_enabled: '<is> True' },
  });
  const migrated = await groupTypeRows.create({ name: DEFAULT_CGSNAPSHOT_TYPE });
  return {
    database,
    quotas,
    sent,
    events,
    answers,
    async ask(...request: Parameters<typeof application.ask>) {
      const { status, body } = await application.ask(...request);
      return { status, body: body as Readonly<Record<string, unknown>> };
    },
    volumeType,
    groupType,
    replicated,
    migrated,
    services,
    /** A group that its back end has made. */
    async insertGroup(values: Partial<Prisma.GroupUncheckedCreateInput> = {}): Promise<string> {
      const id = randomUUID();
      await database.client.group.create({
        data: {
          id,
          userId: 'user',
          projectId: 'project',
          host: 'node@file#pool',
          availabilityZone: 'nova',
          status: 'available',
          name: 'g',
          groupTypeId: groupType,
          replicationStatus: 'disabled',
          createdAt: new Date('2026-11-27T00:00:00Z'),
          volumeTypeMappings: { create: { volumeTypeId: volumeType } },
          ...values,
        },
      });
      return id;
    },
    async insertVolume(values: Partial<Prisma.VolumeUncheckedCreateInput> = {}): Promise<string> {
      const data = volumeValues({ volumeTypeId: volumeType, availabilityZone: 'nova', bootable: false, ...values });
      return (await database.client.volume.create({ data })).id;
    },
    /** What is used and reserved of a resource. */
    async used(resource: string): Promise<readonly [inUse: number, reserved: number] | undefined> {
      const row = await database.client.quotaUsage.findFirst({ where: { projectId: 'project', resource } });
      return row === null ? undefined : [row.inUse, row.reserved];
    },
    async close(): Promise<void> {
      await application.close();
      await place.close();
    },
  };
}

export type TestGroups = Awaited<ReturnType<typeof startTestGroups>>;
