// SPDX-License-Identifier: Apache-2.0
import type { Provider } from '@nestjs/common';
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { RpcClient, type Transport } from '@stackport/messaging';
import type { Enforcer } from '@stackport/policy';
import { reportFixedClasses } from './api-class.js';
import { AttributeExtensions } from './api/extensions/attribute-extensions.js';
import { provided } from './api/cinder-module.js';
import { VolumePresenter } from './api/v3/volumes/volume-presenter.js';
import { NovaClient } from './compute/nova-client.js';
import { createAdministration } from './create-administration.js';
import { createBackups } from './create-backups.js';
import { createTransfers } from './create-transfers.js';
import { createVolumes } from './create-volumes.js';
import type { CinderDatabase } from './database.js';
import { createGroups } from './groups/create-groups.js';
import { KeystoneProjects } from './identity/keystone-projects.js';
import { glanceClientFrom } from './image/glance-client-from.js';
import { BusNotifications } from './notifications/bus-notifications.js';
import { quotaOptions, serviceOptions } from './options/index.js';
import { BackupRpc } from './rpc/backup-rpc.js';
import { SchedulerRpc } from './rpc/scheduler-rpc.js';
import { VolumeRpc } from './rpc/volume-rpc.js';
import { seedTypes } from './volume-types/seed-types.js';
import { configuredZones } from './volumes/configured-zones.js';

export interface DomainInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  readonly database: CinderDatabase;
  readonly transport: Transport;
  readonly enforcer: Enforcer;
}

/** The parts of the Block Storage service that its API calls. */
export interface CinderDomain {
  /** All that controllers have injected. */
  readonly providers: readonly Provider[];
  /** Ends connections to other services. Expired reservations and old messages are the scheduler's to clear. */
  close(): Promise<void>;
}

/** Puts the domain of the API together out of its outside parts. Rejects with what is wrong with the configuration. */
export async function createDomain(init: DomainInit): Promise<CinderDomain> {
  const { configuration, database, transport, enforcer, logging } = init;
  const { logger } = logging;
  reportFixedClasses(configuration, logger.named('cinder.common.config'));
  const client = (topic: string, version: string): RpcClient => new RpcClient(transport, { topic, version });
  const volumeRpc = new VolumeRpc(client('cinder-volume', '3.0'));
  const schedulerRpc = new SchedulerRpc(client('cinder-scheduler', '3.0'));
  const backupRpc = new BackupRpc(client('cinder-backup', '2.0'));
  const { host } = configuration.get(serviceOptions);
  const notifications = new BusNotifications(configuration, transport, { host, logger });
  const images = glanceClientFrom(configuration, logger.named('cinder.image.glance'));
  await seedTypes(database);
  const administration = await createAdministration({
    configuration,
    database,
    enforcer,
    notifications,
    volumeRpc,
    schedulerRpc,
    backupRpc,
    projects: KeystoneProjects.fromConfiguration(configuration, logger.named('cinder.api.api_utils')),
    imageStores: images,
    logLevels: logging.levels,
    logger,
  });
  const { quotas, services, clusters, messages, volumeTypes, groupTypes, collections } = administration;
  const zones = configuredZones(configuration, services);
  const parts = {
    ...{
      configuration,
      database,
      enforcer,
      logger,
      quotas,
      services,
      clusters,
      volumeTypes,
      zones,
      images,
      notifications,
    },
    ...{ messages, volumeRpc, schedulerRpc, backupRpc },
    servers: NovaClient.fromConfiguration(configuration, logger.named('cinder.compute.nova')),
  };
  const volumes = await createVolumes(parts);
  const { groups, groupSnapshots } = createGroups({
    ...parts,
    groupTypes,
    volumes: volumes.repository,
    snapshots: volumes.snapshotRepository,
    createVolume: volumes.creation,
    volumeDeletion: volumes.deletion,
    zoneSettings: zones.settings,
    withoutSizeQuota: configuration.get(quotaOptions).no_snapshot_gb_quota,
    logger: logger.named('cinder.group.api'),
  });
  const backups = await createBackups({ ...parts, volumes });
  const transfers = await createTransfers({ ...parts, volumes: volumes.repository });
  return {
    providers: [
      ...provided(...administration.injected, groups, groupSnapshots),
      ...volumes.providers({ groups, backups: backups.service }),
      ...backups.providers,
      ...transfers.providers,
      {
        provide: VolumePresenter,
        useFactory: (attributes: AttributeExtensions) => new VolumePresenter(collections, attributes),
        inject: [AttributeExtensions],
      },
    ],
    close: () => images.close(),
  };
}
