// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { Enforcer } from '@stackport/policy';
import type { CinderDatabase } from '../database.js';
import { GroupTypeRepository } from '../group-types/group-type-repository.js';
import type { GroupTypeService } from '../group-types/group-type-service.js';
import type { Notifications } from '../notifications/notifications.js';
import type { QuotaEngine } from '../quotas/quota-engine.js';
import type { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { ServiceRepository } from '../services/service-repository.js';
import type { SnapshotRepository } from '../snapshots/snapshot-repository.js';
import { VolumeTypeRepository } from '../volume-types/volume-type-repository.js';
import type { VolumeTypeService } from '../volume-types/volume-type-service.js';
import type { ZoneSettings } from '../volumes/availability-zones.js';
import type { CreateVolume } from '../volumes/create-volume.js';
import type { VolumeDeletion } from '../volumes/volume-deletion.js';
import type { VolumeRepository } from '../volumes/volume-repository.js';
import { GroupCopy } from './group-copy.js';
import { GroupCreation } from './group-creation.js';
import { GroupRemoval } from './group-removal.js';
import { GroupReplication } from './group-replication.js';
import { GroupRepository } from './group-repository.js';
import { GroupService } from './group-service.js';
import { GroupSnapshotRepository } from './group-snapshot-repository.js';
import { GroupSnapshotService } from './group-snapshot-service.js';
import { GroupUpdate } from './group-update.js';

export interface GroupsInit {
  readonly database: CinderDatabase;
  readonly volumes: VolumeRepository;
  readonly snapshots: Pick<SnapshotRepository, 'count'>;
  readonly createVolume: Pick<CreateVolume, 'store'>;
  readonly volumeDeletion: Pick<VolumeDeletion, 'delete'>;
  readonly volumeTypes: VolumeTypeService;
  readonly groupTypes: GroupTypeService;
  readonly services: Pick<ServiceRepository, 'list'>;
  readonly quotas: QuotaEngine;
  readonly volumeRpc: Pick<
    VolumeRpc,
    | 'createGroupFromSrc'
    | 'deleteGroup'
    | 'updateGroup'
    | 'createGroupSnapshot'
    | 'deleteGroupSnapshot'
    | 'enableReplication'
    | 'disableReplication'
    | 'failoverReplication'
    | 'listReplicationTargets'
  >;
  readonly schedulerRpc: Pick<SchedulerRpc, 'createGroup' | 'validateHostCapacity'>;
  readonly zones: { names(): Promise<readonly string[]> };
  readonly zoneSettings: Pick<ZoneSettings, 'defaultZone' | 'storageZone' | 'fallback'>;
  /** `no_snapshot_gb_quota` */
  readonly withoutSizeQuota: boolean;
  readonly notifications: Notifications;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

/** Groups and their snapshots; consistency groups are groups too. Both have to be injected under their classes. */
export interface Groups {
  readonly groups: GroupService;
  readonly groupSnapshots: GroupSnapshotService;
}

/** Puts these parts of the domain together. */
export function createGroups(init: GroupsInit): Groups {
  const { database } = init;
  const parts = {
    ...init,
    groups: new GroupRepository(database),
    groupSnapshots: new GroupSnapshotRepository(database),
  };
  const creation = new GroupCreation(parts);
  const removal = new GroupRemoval(parts);
  return {
    groups: new GroupService({
      ...parts,
      creation,
      removal,
      copy: new GroupCopy({ ...parts, creation, removal }),
      updates: new GroupUpdate(parts),
      replication: new GroupReplication({
        ...parts,
        groupTypes: new GroupTypeRepository(database),
        volumeTypes: new VolumeTypeRepository(database),
      }),
    }),
    groupSnapshots: new GroupSnapshotService(parts),
  };
}
