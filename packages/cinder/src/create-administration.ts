// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { CollectionRequests } from './api/collection-requests.js';
import { ClusterRepository } from './clusters/cluster-repository.js';
import { ClusterService } from './clusters/cluster-service.js';
import type { CinderDatabase } from './database.js';
import { DefaultTypeRepository } from './default-types/default-type-repository.js';
import { DefaultTypeService, type ProjectLookup } from './default-types/default-type-service.js';
import { GroupTypeRepository } from './group-types/group-type-repository.js';
import { GroupTypeService } from './group-types/group-type-service.js';
import { MessageRepository } from './messages/message-repository.js';
import { MessageService } from './messages/message-service.js';
import type { Notifications } from './notifications/notifications.js';
import type { ObjectValues } from './objects/wire-object.js';
import { apiOptions, messageOptions, quotaOptions, serviceOptions, volumeOptions } from './options/index.js';
import { QosSpecsRepository } from './qos-specs/qos-specs-repository.js';
import { QosSpecsService } from './qos-specs/qos-specs-service.js';
import { QuotaEngine } from './quotas/quota-engine.js';
import { QuotaRepository } from './quotas/quota-repository.js';
import { QuotaService } from './quotas/quota-service.js';
import { ReservationCleaner } from './quotas/reservation-cleaner.js';
import { ResourceFilters } from './resource-filters/resource-filters.js';
import { LogLevelService, type LogLevelRpc, type LogLevels } from './services/log-level-service.js';
import { ServiceRepository } from './services/service-repository.js';
import { type ServiceSchedulerRpc, ServiceService, type ServiceVolumeRpc } from './services/service-service.js';
import { EncryptionRepository } from './volume-types/encryption-repository.js';
import { EncryptionService } from './volume-types/encryption-service.js';
import { ImageStores, type ImageStoreList } from './volume-types/image-stores.js';
import { VolumeTypeRepository } from './volume-types/volume-type-repository.js';
import { VolumeTypeService } from './volume-types/volume-type-service.js';
import { WorkerRepository } from './workers/worker-repository.js';
import { WorkerService, type WorkerSchedulerRpc } from './workers/worker-service.js';

/** A worker whose levels of logging are asked for by its host: the scheduler's and the backup's clients. */
export interface HostLogLevelRpc {
  setLogLevels(context: RequestContext, host: string, request: ObjectValues): Promise<void>;
  getLogLevels(context: RequestContext, host: string, request: ObjectValues): Promise<unknown>;
}

export interface AdministrationInit {
  readonly configuration: Configuration;
  readonly database: CinderDatabase;
  readonly enforcer: Enforcer;
  readonly notifications: Notifications;
  readonly volumeRpc: ServiceVolumeRpc & LogLevelRpc;
  readonly schedulerRpc: ServiceSchedulerRpc & WorkerSchedulerRpc & HostLogLevelRpc;
  readonly backupRpc: HostLogLevelRpc;
  readonly projects: ProjectLookup;
  readonly imageStores: ImageStoreList;
  readonly logLevels: LogLevels;
  readonly logger: Logger;
}

/** What administrators look after, and what volumes, snapshots and backups need of it. */
export interface Administration {
  readonly quotas: QuotaEngine;
  readonly reservationCleaner: ReservationCleaner;
  readonly services: ServiceRepository;
  readonly clusters: ClusterRepository;
  readonly workers: WorkerRepository;
  readonly volumeTypes: VolumeTypeService;
  readonly qosSpecs: QosSpecsService;
  readonly groupTypes: GroupTypeService;
  readonly messages: MessageService;
  readonly resourceFilters: ResourceFilters;
  readonly collections: CollectionRequests;
  /** All that controllers have injected. */
  readonly injected: readonly object[];
}

/** Puts these parts of the domain together. Nothing runs before `reservationCleaner.start()`. */
export async function createAdministration(init: AdministrationInit): Promise<Administration> {
  const { configuration, database, enforcer, notifications, logger, volumeRpc, schedulerRpc, backupRpc } = init;
  const api = configuration.get(apiOptions);
  const service = configuration.get(serviceOptions);
  const quotaSettings = configuration.get(quotaOptions);
  const volume = configuration.get(volumeOptions);
  const downTime = service.service_down_time;

  const quotaRepository = new QuotaRepository(database);
  const quotas = new QuotaEngine({
    database,
    repository: quotaRepository,
    settings: quotaSettings,
    logger: logger.named('cinder.quota'),
  });
  const defaults = new DefaultTypeRepository(database);
  const encryptions = new EncryptionRepository(database);
  const volumeTypes = new VolumeTypeService({
    types: new VolumeTypeRepository(database),
    defaults,
    encryptions,
    quotas,
    notifications,
    defaultTypeName: volume.default_volume_type,
  });
  const qosSpecs = new QosSpecsService({ specs: new QosSpecsRepository(database), types: volumeTypes, notifications });
  const groupTypes = new GroupTypeService({
    types: new GroupTypeRepository(database),
    notifications,
    defaultTypeName: volume.default_group_type,
  });
  const services = new ServiceRepository({
    database,
    downTime,
    enableNewServices: service.enable_new_services,
  });
  const clusters = new ClusterRepository({ database, downTime });
  const workers = new WorkerRepository(database);
  const messages = new MessageService({
    messages: new MessageRepository(database),
    enforcer,
    ttl: configuration.get(messageOptions).message_ttl,
    logger: logger.named('cinder.message.api'),
  });
  const resourceFilters = await ResourceFilters.load(api.resource_query_filters_file, logger);
  const collections = new CollectionRequests({ maxLimit: api.osapi_max_limit, publicEndpoint: api.public_endpoint });
  return {
    quotas,
    reservationCleaner: new ReservationCleaner({
      quotas,
      interval: quotaSettings.reservation_clean_interval,
      logger: logger.named('cinder.quota'),
    }),
    services,
    clusters,
    workers,
    volumeTypes,
    qosSpecs,
    groupTypes,
    messages,
    resourceFilters,
    collections,
    injected: [
      volumeTypes,
      new EncryptionService({ encryptions, types: volumeTypes, notifications }),
      new ImageStores(init.imageStores),
      qosSpecs,
      groupTypes,
      new DefaultTypeService({ defaults, types: volumeTypes, projects: init.projects, enforcer }),
      new QuotaService({ limits: quotas.limits, repository: quotaRepository, enforcer }),
      new ServiceService({ database, services, clusters, volumeRpc, schedulerRpc, enforcer, logger }),
      new LogLevelService({
        services,
        logLevels: init.logLevels,
        rpcs: { volume: volumeRpc, scheduler: byHost(schedulerRpc), backup: byHost(backupRpc) },
        host: service.host,
      }),
      new ClusterService({ clusters }),
      new WorkerService({ workers, schedulerRpc }),
      messages,
      resourceFilters,
      collections,
    ],
  };
}

function byHost(rpc: HostLogLevelRpc): LogLevelRpc {
  return {
    setLogLevels: (context, { host }, request) => rpc.setLogLevels(context, host ?? '', request),
    getLogLevels: (context, { host }, request) => rpc.getLogLevels(context, host ?? '', request),
  };
}
