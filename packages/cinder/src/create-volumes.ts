// SPDX-License-Identifier: Apache-2.0
import type { Provider } from '@nestjs/common';
import type { Configuration, Logger } from '@stackport/config';
import { authtokenOptions } from '@stackport/keystone';
import type { Enforcer } from '@stackport/policy';
import { provided } from './api/cinder-module.js';
import { apiClass } from './api-class.js';
import { AttachmentRepository } from './attachments/attachment-repository.js';
import { AttachmentService } from './attachments/attachment-service.js';
import { DeletionGuard } from './attachments/deletion-guard.js';
import type { ServerVolumes } from './attachments/ports.js';
import type { ClusterRepository } from './clusters/cluster-repository.js';
import { createVolumeActions } from './create-volume-actions.js';
import { createVolumeExtras } from './create-volume-extras.js';
import type { CinderDatabase } from './database.js';
import type { GlanceClient } from './image/glance-client.js';
import { createKeyManager } from './keys/create-key-manager.js';
import { VolumeKeys } from './keys/volume-keys.js';
import type { MessageService } from './messages/message-service.js';
import type { Notifications } from './notifications/notifications.js';
import { importNpmExport } from './npm-export.js';
import { apiClassOptions, quotaOptions, volumeOptions } from './options/index.js';
import type { QuotaEngine } from './quotas/quota-engine.js';
import type { SchedulerRpc } from './rpc/scheduler-rpc.js';
import type { VolumeRpc } from './rpc/volume-rpc.js';
import type { ServiceRepository } from './services/service-repository.js';
import { SnapshotRepository } from './snapshots/snapshot-repository.js';
import { SnapshotService } from './snapshots/snapshot-service.js';
import { VolumeTypeRepository } from './volume-types/volume-type-repository.js';
import type { VolumeTypeService } from './volume-types/volume-type-service.js';
import type { ConfiguredZones } from './volumes/configured-zones.js';
import { CreateVolume } from './volumes/create-volume.js';
import { VolumeConnections } from './volumes/volume-connections.js';
import { VolumeDeletion } from './volumes/volume-deletion.js';
import { VolumeExtension } from './volumes/volume-extension.js';
import { VolumeRepository } from './volumes/volume-repository.js';
import { VolumeService } from './volumes/volume-service.js';
import { VolumeSources, type VolumeSourcesDependencies } from './volumes/volume-sources.js';

export interface VolumesInit {
  readonly configuration: Configuration;
  readonly database: CinderDatabase;
  readonly enforcer: Enforcer;
  readonly quotas: QuotaEngine;
  readonly services: ServiceRepository;
  readonly clusters: ClusterRepository;
  readonly volumeTypes: VolumeTypeService;
  readonly zones: ConfiguredZones;
  readonly messages: MessageService;
  readonly notifications: Notifications;
  readonly images: GlanceClient;
  readonly servers: ServerVolumes;
  readonly volumeRpc: VolumeRpc;
  readonly schedulerRpc: SchedulerRpc;
  readonly logger: Logger;
}

/** Volumes, snapshots and attachments. */
export interface Volumes {
  readonly repository: VolumeRepository;
  readonly snapshotRepository: SnapshotRepository;
  readonly volumes: VolumeService;
  readonly snapshots: SnapshotService;
  readonly creation: CreateVolume;
  readonly deletion: VolumeDeletion;
  /** All that controllers have injected; what volumes can be made of comes from elsewhere too. */
  providers(others: Pick<VolumeSourcesDependencies, 'groups' | 'backups'>): Provider[];
}

/** Puts these parts of the domain together. Rejects with what is wrong with `volume_api_class`. */
export async function createVolumes(init: VolumesInit): Promise<Volumes> {
  const { configuration, database, enforcer, quotas, services, volumeTypes, zones, images } = init;
  const { volumeRpc, schedulerRpc } = init;
  const logger = init.logger.named('cinder.volume.api');
  const settings = configuration.get(volumeOptions);
  const Service = await apiClass({
    option: 'volume_api_class',
    name: configuration.get(apiClassOptions).volume_api_class,
    upstream: 'cinder.volume.api.API',
    base: VolumeService,
    importModule: (name) => importNpmExport(name, configuration),
  });
  const repository = new VolumeRepository(database, new VolumeTypeRepository(database));
  const snapshotRepository = new SnapshotRepository(database);
  const keys = new VolumeKeys({
    types: volumeTypes,
    manager: createKeyManager(configuration, init.logger.named('cinder.keymgr')),
    logger,
  });
  const parts = { volumes: repository, services, quotas, keys, volumeRpc, schedulerRpc, enforcer, logger };
  const volumes = new Service({ volumes: repository, enforcer, logger });
  const snapshots = new SnapshotService({
    ...parts,
    snapshots: snapshotRepository,
    withoutSizeQuota: configuration.get(quotaOptions).no_snapshot_gb_quota,
  });
  const guard = new DeletionGuard({
    servers: init.servers,
    serviceRoles: configuration.get(authtokenOptions).service_token_roles,
    logger,
  });
  const creation = new CreateVolume({
    ...parts,
    types: volumeTypes,
    scheduler: schedulerRpc,
    images,
    zones,
    settings: { ...zones.settings, snapshotsStay: settings.snapshot_same_host },
  });
  const deletion = new VolumeDeletion({ ...parts, snapshots: snapshotRepository });
  const extras = createVolumeExtras({
    ...parts,
    snapshots: snapshotRepository,
    volumeService: volumes,
    snapshotService: snapshots,
    deletion,
    clusters: init.clusters,
    types: volumeTypes,
    messages: init.messages,
    nameTemplate: settings.volume_name_template,
  });
  const attachments = new AttachmentRepository(database);
  const connections = new VolumeConnections({ ...parts, guard });
  const actions = createVolumeActions({
    ...parts,
    ...{ configuration, database, attachments, connections, images, types: volumeTypes },
    snapshots: snapshotRepository,
    notifications: init.notifications,
  });
  return {
    repository,
    snapshotRepository,
    volumes,
    snapshots,
    creation,
    deletion,
    providers: (others) => [
      { provide: VolumeService, useValue: volumes },
      ...provided(
        ...extras,
        ...actions,
        connections,
        repository,
        snapshots,
        creation,
        deletion,
        new VolumeSources({ volumes, snapshots, types: volumeTypes, images, enforcer, ...others }),
        new VolumeExtension({ ...parts, types: volumeTypes, nameTemplate: settings.volume_name_template }),
        new AttachmentService({ ...parts, attachments, guard }),
      ),
    ],
  };
}
