// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { Enforcer } from '@stackport/policy';
import type { AttachmentRepository } from './attachments/attachment-repository.js';
import type { CinderDatabase } from './database.js';
import type { GlanceClient } from './image/glance-client.js';
import type { VolumeKeys } from './keys/volume-keys.js';
import type { Notifications } from './notifications/notifications.js';
import { quotaOptions, volumeManagerOptions, volumeOptions } from './options/index.js';
import type { QuotaEngine } from './quotas/quota-engine.js';
import type { SchedulerRpc } from './rpc/scheduler-rpc.js';
import type { VolumeRpc } from './rpc/volume-rpc.js';
import type { ServiceRepository } from './services/service-repository.js';
import type { SnapshotRepository } from './snapshots/snapshot-repository.js';
import type { VolumeTypeService } from './volume-types/volume-type-service.js';
import { StatusReset } from './volumes/status-reset.js';
import type { VolumeConnections } from './volumes/volume-connections.js';
import { VolumeMigration } from './volumes/volume-migration.js';
import { VolumeReimage } from './volumes/volume-reimage.js';
import type { VolumeRepository } from './volumes/volume-repository.js';
import { VolumeRetype } from './volumes/volume-retype.js';
import { VolumeReversion } from './volumes/volume-reversion.js';
import { VolumeUpload } from './volumes/volume-upload.js';
import { WorkerRepository } from './workers/worker-repository.js';

export interface VolumeActionsInit {
  readonly configuration: Configuration;
  readonly database: CinderDatabase;
  readonly volumes: VolumeRepository;
  readonly snapshots: SnapshotRepository;
  readonly attachments: AttachmentRepository;
  readonly connections: VolumeConnections;
  readonly services: ServiceRepository;
  readonly types: VolumeTypeService;
  readonly quotas: QuotaEngine;
  readonly keys: VolumeKeys;
  readonly images: GlanceClient;
  readonly notifications: Notifications;
  readonly volumeRpc: VolumeRpc;
  readonly schedulerRpc: SchedulerRpc;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

/** What controllers of volumes' actions have injected: states, moves, other types, images and going back. */
export function createVolumeActions(init: VolumeActionsInit): readonly object[] {
  const { configuration } = init;
  const options = configuration.get(volumeOptions);
  const nameTemplate = options.volume_name_template;
  return [
    new StatusReset({ ...init, workers: new WorkerRepository(init.database) }),
    new VolumeMigration({ ...init, nameTemplate }),
    new VolumeRetype({
      ...init,
      nameTemplate,
      withoutSizeQuota: configuration.get(quotaOptions).no_snapshot_gb_quota,
    }),
    new VolumeUpload({ ...init, settings: { ...options, ...configuration.get(volumeManagerOptions) } }),
    new VolumeReimage(init),
    new VolumeReversion(init),
  ];
}
