// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { Enforcer } from '@stackport/policy';
import type { ClusterRepository } from './clusters/cluster-repository.js';
import type { MessageService } from './messages/message-service.js';
import type { QuotaEngine } from './quotas/quota-engine.js';
import type { SchedulerRpc } from './rpc/scheduler-rpc.js';
import type { VolumeRpc } from './rpc/volume-rpc.js';
import { ManagedBackends } from './services/managed-backends.js';
import type { ServiceRepository } from './services/service-repository.js';
import { SnapshotManagement } from './snapshots/snapshot-management.js';
import { SnapshotProgress } from './snapshots/snapshot-progress.js';
import type { SnapshotRepository } from './snapshots/snapshot-repository.js';
import type { SnapshotService } from './snapshots/snapshot-service.js';
import type { VolumeTypeService } from './volume-types/volume-type-service.js';
import { EncryptionMetadata } from './volumes/encryption-metadata.js';
import type { VolumeDeletion } from './volumes/volume-deletion.js';
import { VolumeImageMetadata } from './volumes/volume-image-metadata.js';
import { VolumeManagement } from './volumes/volume-management.js';
import type { VolumeRepository } from './volumes/volume-repository.js';
import type { VolumeService } from './volumes/volume-service.js';

export interface VolumeExtrasInit {
  readonly volumes: VolumeRepository;
  readonly snapshots: SnapshotRepository;
  readonly volumeService: VolumeService;
  readonly snapshotService: SnapshotService;
  readonly deletion: Pick<VolumeDeletion, 'delete'>;
  readonly services: ServiceRepository;
  readonly clusters: ClusterRepository;
  readonly types: VolumeTypeService;
  readonly quotas: QuotaEngine;
  readonly messages: Pick<MessageService, 'create'>;
  readonly volumeRpc: VolumeRpc;
  readonly schedulerRpc: SchedulerRpc;
  readonly enforcer: Enforcer;
  /** `volume_name_template` */
  readonly nameTemplate: string;
  readonly logger: Logger;
}

/** What controllers of extensions of volumes and snapshots have injected: management, image and encryption metadata. */
export function createVolumeExtras(init: VolumeExtrasInit): readonly object[] {
  const parts = { ...init, backends: new ManagedBackends(init) };
  return [
    new VolumeManagement(parts),
    new SnapshotManagement(parts),
    new SnapshotProgress(parts),
    new VolumeImageMetadata(parts),
    new EncryptionMetadata(parts),
  ];
}
