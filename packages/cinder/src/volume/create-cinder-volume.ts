// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import { RequestContext, type LoggingHandle } from '@stackport/context';
import { databaseOptions, databaseSettings } from '@stackport/database';
import { Notifier, RpcClient, transportFromConf, type Transport } from '@stackport/messaging';
import { Enforcer } from '@stackport/policy';
import { BackupHosts } from '../backups/backup-hosts.js';
import { BackupRepository } from '../backups/backup-repository.js';
import { NovaClient } from '../compute/nova-client.js';
import { openCinderDatabase, type CinderDatabase } from '../database.js';
import { glanceClientFrom } from '../image/glance-client-from.js';
import { createKeyManager } from '../keys/create-key-manager.js';
import { MessageRepository } from '../messages/message-repository.js';
import { MessageService } from '../messages/message-service.js';
import type { Notifications } from '../notifications/notifications.js';
import {
  backupApiOptions,
  messageOptions,
  quotaOptions,
  serviceOptions,
  volumeManagerOptions,
} from '../options/index.js';
import { policyRules } from '../policies/index.js';
import { QuotaEngine } from '../quotas/quota-engine.js';
import { QuotaRepository } from '../quotas/quota-repository.js';
import { BackupRpc } from '../rpc/backup-rpc.js';
import { contextDictionary } from '../rpc/rpc-context.js';
import { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import { VolumeRpc } from '../rpc/volume-rpc.js';
import { ServiceRepository } from '../services/service-repository.js';
import { BackendService } from './backend-service.js';
import type { LogLevels } from './volume-endpoint.js';
import { backendSettings } from './backend-settings.js';
import { createDriver } from './drivers/create-driver.js';
import { ImageVolumeCache } from './manager/image-volume-cache.js';
import { ManagerRepository } from './manager/manager-repository.js';
import { MigrationRepository } from './manager/migration-repository.js';
import { WorkClaims } from './manager/work-claims.js';
import { VolumeManager } from './volume-manager.js';

export interface CinderVolumeInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  /** Of `transport_url` where none is given. */
  readonly transport?: Transport;
  /** Of `[database]` where none is given; who gives it closes it. */
  readonly database?: CinderDatabase;
  /** What `set_log_levels` changes; nothing where there is nothing to change. */
  readonly logLevels?: LogLevels;
}

/** cinder-volume: a manager for each of `enabled_backends`. */
export interface CinderVolume {
  readonly backends: readonly BackendService[];
  /** Resolves when every back end that can work does. */
  start(): Promise<void>;
  /** Takes no more work and waits for what is under way. */
  stop(): Promise<void>;
}

/** Builds it. Rejects with what is wrong with the configuration or the database; a back end's faults are its own. */
export async function createCinderVolume(init: CinderVolumeInit): Promise<CinderVolume> {
  const { configuration, logging } = init;
  const logger = logging.logger.named('cinder.volume');
  const database = init.database ?? (await openDatabase(init));
  const transport =
    init.transport ?? transportFromConf(configuration, { logger: logging.logger.named('oslo.messaging') });
  const service = configuration.get(serviceOptions);
  const client = (topic: string, version: string): RpcClient => new RpcClient(transport, { topic, version });
  const schedulerRpc = new SchedulerRpc(client('cinder-scheduler', '3.0'));
  const volumeRpc = new VolumeRpc(client('cinder-volume', '3.0'));
  const backupRpc = new BackupRpc(client('cinder-backup', '2.0'));
  const quotas = new QuotaEngine({
    database,
    repository: new QuotaRepository(database),
    settings: configuration.get(quotaOptions),
    logger: logging.logger.named('cinder.quota'),
  });
  const messages = new MessageService({
    messages: new MessageRepository(database),
    enforcer: Enforcer.create({ rules: policyRules, configuration, logger: logging.logger.named('oslo_policy') }),
    ttl: configuration.get(messageOptions).message_ttl,
    logger: logging.logger.named('cinder.message'),
  });
  const services = new ServiceRepository({
    database,
    downTime: service.service_down_time,
    enableNewServices: service.enable_new_services,
  });
  const backupHosts = new BackupHosts({
    services,
    sameHost: configuration.get(backupApiOptions).backup_use_same_host,
  });
  const images = glanceClientFrom(configuration, logging.logger.named('cinder.image.glance'));
  const servers = NovaClient.fromConfiguration(configuration, logging.logger.named('cinder.compute.nova'));
  const keys = createKeyManager(configuration, logging.logger.named('cinder.keymgr'));
  const sections = configuration.get(volumeManagerOptions).enabled_backends ?? [];
  if (sections.length === 0) logger.error('Configuration for cinder-volume does not specify "enabled_backends"');
  const backends = sections.map((section) => {
    const settings = backendSettings(configuration, section);
    const host = `${settings.backendHost ?? service.host}@${section}`;
    const named = logger.named(`cinder.volume.${section}`);
    let driver;
    try {
      driver = createDriver(configuration, section, host, named);
    } catch (error) {
      // The others work; this one is shown down (its row is not renewed), with the reason here.
      named.error(`Back end ${section} is down: ${error instanceof Error ? error.message : String(error)}`);
    }
    const { imageCache: limits, internalProject } = settings;
    if (limits !== null && internalProject === null)
      named.warning('Image volume cache is off: the internal project and user are not configured');
    const imageCache =
      limits === null || internalProject === null
        ? undefined
        : new ImageVolumeCache(database, host, limits, internalProject);
    const manager = new VolumeManager({
      host,
      driver,
      settings,
      repository: new ManagerRepository(database),
      moves: new MigrationRepository(database),
      claims: new WorkClaims(database),
      quotas,
      messages,
      notifications: notificationsOf(configuration, transport, host),
      schedulerRpc,
      volumeRpc,
      backupRpc,
      backups: new BackupRepository(database),
      backupHosts,
      images,
      keys,
      servers,
      imageCache,
      logger: named,
    });
    return new BackendService({
      manager,
      host,
      transport,
      services,
      availabilityZone: settings.availabilityZone,
      reportInterval: service.report_interval,
      statsInterval: settings.statsInterval,
      cleanupInterval: service.service_down_time,
      retries: configuration.get(volumeManagerOptions).reinit_driver_count,
      logLevels: init.logLevels ?? { set: () => undefined, get: () => ({}) },
      logger: named,
    });
  });
  return {
    backends,
    start: async () => {
      await Promise.all(backends.map((backend) => backend.start(RequestContext.admin({ roles: ['admin'] }))));
    },
    stop: async () => {
      await Promise.all(backends.map((backend) => backend.stop()));
      await images.close();
      if (init.transport === undefined) await transport.close();
      if (init.database === undefined) await database.close();
    },
  };
}

async function openDatabase({ configuration, logging }: CinderVolumeInit): Promise<CinderDatabase> {
  const { url, settings } = databaseSettings(configuration.get(databaseOptions));
  return openCinderDatabase(url ?? 'sqlite:///cinder.sqlite', { settings, logger: logging.logger.named('cinder.db') });
}

/** Publishers are `volume.host@backend`, `snapshot.…`. */
function notificationsOf(configuration: Configuration, transport: Transport, host: string): Notifications {
  const notifiers = new Map<string, Notifier>();
  const of = (publisher: string): Notifier => {
    const known = notifiers.get(publisher) ?? Notifier.fromConf(configuration, transport, `${publisher}.${host}`);
    notifiers.set(publisher, known);
    return known;
  };
  return {
    info: (context, publisher, eventType, payload) =>
      of(publisher).info(contextDictionary(context), eventType, payload),
    error: (context, publisher, eventType, payload) =>
      of(publisher).error(contextDictionary(context), eventType, payload),
  };
}
