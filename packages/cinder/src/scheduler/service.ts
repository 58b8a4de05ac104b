// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { databaseOptions, databaseSettings } from '@stackport/database';
import { RpcClient, RpcServer, transportFromConf, type Transport } from '@stackport/messaging';
import { Enforcer } from '@stackport/policy';
import { NovaClient } from '../compute/nova-client.js';
import { BackupRepository } from '../backups/backup-repository.js';
import { openCinderDatabase, type CinderDatabase } from '../database.js';
import { MessageReaper } from '../messages/message-reaper.js';
import { MessageRepository } from '../messages/message-repository.js';
import { MessageService } from '../messages/message-service.js';
import { BusNotifications } from '../notifications/bus-notifications.js';
import {
  backupApiOptions,
  messageOptions,
  quotaOptions,
  schedulerOptions,
  serviceOptions,
  volumeOptions,
} from '../options/index.js';
import { policyRules } from '../policies/index.js';
import { QuotaEngine } from '../quotas/quota-engine.js';
import { QuotaRepository } from '../quotas/quota-repository.js';
import { ReservationCleaner } from '../quotas/reservation-cleaner.js';
import { BackupRpc } from '../rpc/backup-rpc.js';
import { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import { VolumeRpc } from '../rpc/volume-rpc.js';
import { ServiceHeartbeat } from '../services/heartbeat.js';
import type { LogLevels } from '../services/log-level-service.js';
import { ServiceRepository } from '../services/service-repository.js';
import { SCHEDULER_BINARY } from '../services/service-service.js';
import { SnapshotRepository } from '../snapshots/snapshot-repository.js';
import { VolumeTypeRepository } from '../volume-types/volume-type-repository.js';
import { VolumeRepository } from '../volumes/volume-repository.js';
import { WorkerRepository } from '../workers/worker-repository.js';
import { createFilterScheduler } from './create-filter-scheduler.js';
import { Readiness } from './readiness.js';
import { ScheduledGroups } from './scheduled-groups.js';
import { schedulerEndpoint, SCHEDULER_RPC_VERSION } from './scheduler-endpoint.js';
import { SchedulerManager } from './scheduler-manager.js';

export interface CinderSchedulerInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  /** Of `transport_url` where none is given; who gives it closes it. */
  readonly transport?: Transport;
  /** Of `[database]` where none is given; who gives it closes it. */
  readonly database?: CinderDatabase;
  /** What `set_log_levels` changes; nothing where there is nothing to change. */
  readonly logLevels?: LogLevels;
}

/** Milliseconds for the rest of the work where requests wait that will not be served. */
const GRACE_MS = 1000;

/** A cinder-scheduler. */
export interface CinderScheduler {
  /** Takes messages, and asks the back ends to report: until they have, what needs one waits. */
  start(): Promise<void>;
  /** Takes no more messages, and waits for what is under way; what waits for back ends is left to the next one. */
  stop(): Promise<void>;
}

/** Builds a cinder-scheduler; nothing runs until it is started. Rejects with what is wrong with options or database. */
export async function createCinderScheduler(init: CinderSchedulerInit): Promise<CinderScheduler> {
  const { configuration, logging } = init;
  const logger = logging.logger.named('cinder.scheduler');
  const node = configuration.get(serviceOptions);
  const options = configuration.get(schedulerOptions);
  const { database, close } = await databaseOf(init);
  const services = new ServiceRepository({
    database,
    downTime: node.service_down_time,
    enableNewServices: node.enable_new_services,
  });
  const groups = new ScheduledGroups(database);
  const servers = NovaClient.fromConfiguration(configuration, logging.logger.named('cinder.compute.nova'));
  const chooser = createFilterScheduler({
    configuration,
    services,
    volumes: groups,
    serverHost: (context, serverId) => servers.hostOf(context, serverId),
    logger,
  });
  const readiness = new Readiness({ hosts: chooser.hosts, seconds: options.scheduler_driver_init_wait_time, logger });
  const transport =
    init.transport ?? transportFromConf(configuration, { logger: logging.logger.named('oslo.messaging') });
  const client = (topic: string, version: string): RpcClient => new RpcClient(transport, { topic, version });
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
  const manager = new SchedulerManager({
    ...chooser,
    readiness,
    volumes: new VolumeRepository(database, new VolumeTypeRepository(database)),
    snapshots: new SnapshotRepository(database),
    backups: new BackupRepository(database),
    groups,
    services,
    workers: new WorkerRepository(database),
    volumeRpc: new VolumeRpc(client('cinder-volume', '3.0')),
    backupRpc: new BackupRpc(client('cinder-backup', '2.0')),
    schedulerRpc: new SchedulerRpc(client(SCHEDULER_BINARY, '3.0')),
    quotas,
    messages,
    notifications: new BusNotifications(configuration, transport, { host: node.host, logger }),
    settings: {
      host: node.host,
      scheduler_max_attempts: options.scheduler_max_attempts,
      volume_name_template: configuration.get(volumeOptions).volume_name_template,
      backup_use_same_host: configuration.get(backupApiOptions).backup_use_same_host,
      max_over_subscription_ratio: options.max_over_subscription_ratio,
    },
    logger: logger.named('cinder.scheduler.manager'),
  });
  const server = new RpcServer(
    transport,
    { topic: SCHEDULER_BINARY, server: node.host, version: SCHEDULER_RPC_VERSION },
    [schedulerEndpoint(manager, init.logLevels ?? { set: () => undefined, get: () => ({}) })],
    // A claim is recorded before a message is forgotten (decisions 12); errors are told under upstream's names.
    { logger, acknowledge: 'claim', errorModule: 'cinder.exception' },
  );
  const heartbeat = new ServiceHeartbeat({
    services,
    host: node.host,
    binary: SCHEDULER_BINARY,
    availabilityZone: node.storage_availability_zone,
    rpcVersion: SCHEDULER_RPC_VERSION,
    interval: node.report_interval,
    logger,
  });
  const cleaner = new ReservationCleaner({
    quotas,
    interval: configuration.get(quotaOptions).reservation_clean_interval,
    logger,
  });
  const reaper = new MessageReaper({
    messages,
    interval: configuration.get(messageOptions).message_reap_interval,
    logger,
  });
  return {
    start: async () => {
      await heartbeat.start();
      await server.start();
      readiness.start();
      await manager.requestCapabilities();
      await cleaner.start();
      await reaper.start();
    },
    stop: async () => {
      await server.stop();
      readiness.stop();
      // What waits for back ends goes back to the broker; it is not failed for that this process ends.
      await (readiness.isOpen
        ? server.wait()
        : Promise.race([server.wait(), sleep(GRACE_MS, undefined, { ref: false })]));
      await reaper.stop();
      await cleaner.stop();
      await heartbeat.stop();
      if (init.transport === undefined) await transport.close();
      await close();
    },
  };
}

async function databaseOf(
  init: CinderSchedulerInit,
): Promise<{ database: CinderDatabase; close: () => Promise<void> }> {
  if (init.database !== undefined) return { database: init.database, close: async () => undefined };
  const { url, settings } = databaseSettings(init.configuration.get(databaseOptions));
  const database = await openCinderDatabase(url ?? 'sqlite:///cinder.sqlite', {
    settings,
    logger: init.logging.logger.named('cinder.db'),
  });
  return { database, close: () => database.close() };
}
