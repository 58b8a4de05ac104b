// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { Configuration, Logger } from '@stackport/config';
import { RequestContext, type LoggingHandle } from '@stackport/context';
import { databaseOptions, databaseSettings } from '@stackport/database';
import { RpcClient, RpcServer, transportFromConf, type Transport } from '@stackport/messaging';
import { Enforcer } from '@stackport/policy';
import { BackupRepository } from '../backups/backup-repository.js';
import { openCinderDatabase, type CinderDatabase } from '../database.js';
import { createKeyManager } from '../keys/create-key-manager.js';
import { MessageRepository } from '../messages/message-repository.js';
import { MessageService } from '../messages/message-service.js';
import { BusNotifications } from '../notifications/bus-notifications.js';
import { backupManagerOptions, messageOptions, quotaOptions, serviceOptions } from '../options/index.js';
import { policyRules } from '../policies/index.js';
import { QuotaEngine } from '../quotas/quota-engine.js';
import { QuotaRepository } from '../quotas/quota-repository.js';
import { BackupRpc } from '../rpc/backup-rpc.js';
import { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import { VolumeRpc } from '../rpc/volume-rpc.js';
import { ServiceHeartbeat } from '../services/heartbeat.js';
import type { LogLevels } from '../services/log-level-service.js';
import { ServiceRepository } from '../services/service-repository.js';
import { backupEndpoint, BACKUP_RPC_VERSION } from './backup-endpoint.js';
import { BackupManager } from './backup-manager.js';
import { BackupVolumeRepository } from './backup-volume-repository.js';
import { createBackupDriver } from './drivers/create-driver.js';
import { DriverSetup } from './driver-setup.js';
import { OperationLimit } from './operation-limit.js';
import { RpcVolumeAccess } from './rpc-volume-access.js';
import { VolumeMetadata } from './volume-metadata.js';

export interface CinderBackupInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  /** Of `transport_url` where none is given; who gives it closes it. */
  readonly transport?: Transport;
  /** Of `[database]` where none is given; who gives it closes it. */
  readonly database?: CinderDatabase;
  /** What `set_log_levels` changes; nothing where there is nothing to change. */
  readonly logLevels?: LogLevels;
}

/** A cinder-backup. */
export interface CinderBackup {
  /** Settles what a killed one left, and takes messages. */
  start(): Promise<void>;
  /** Takes no more messages, and waits for what is under way, a minute at most: the next start settles the rest. */
  stop(): Promise<void>;
}

/** Milliseconds that operations under way have when the service ends. */
const GRACE_MS = 60_000;
const TOPIC = 'cinder-backup';

/** Builds a cinder-backup; nothing runs until it is started. Rejects with what is wrong with the database. */
export async function createCinderBackup(init: CinderBackupInit): Promise<CinderBackup> {
  const { configuration, logging } = init;
  const logger = logging.logger.named('cinder.backup.manager');
  const transport =
    init.transport ?? transportFromConf(configuration, { logger: logging.logger.named('oslo.messaging') });
  const { database, close } = await databaseOf(init);
  const node = configuration.get(serviceOptions);
  const options = configuration.get(backupManagerOptions);
  const setup = new DriverSetup({
    name: options.backup_driver,
    create: () =>
      createBackupDriver(configuration, options.backup_driver, {
        availabilityZone: node.storage_availability_zone,
        logger,
      }),
    interval: options.backup_driver_init_check_interval,
    logger,
  });
  const volumes = new BackupVolumeRepository(database);
  const volumeRpc = new VolumeRpc(new RpcClient(transport, { topic: 'cinder-volume', version: '3.0' }));
  const manager = new BackupManager(
    {
      host: node.host,
      availabilityZone: node.storage_availability_zone,
      backups: new BackupRepository(database),
      volumes,
      access: new RpcVolumeAccess({ volumeRpc, address: node.my_ip, logger }),
      metadata: new VolumeMetadata(volumes, options.backup_metadata_version),
      setup,
      limit: new OperationLimit(options.backup_max_operations),
      volumeRpc,
      backupRpc: new BackupRpc(new RpcClient(transport, { topic: TOPIC, version: '2.0' })),
      keys: createKeyManager(configuration, logger),
      notifications: new BusNotifications(configuration, transport, { host: node.host, logger }),
      logger,
      quotas: new QuotaEngine({
        database,
        repository: new QuotaRepository(database),
        settings: configuration.get(quotaOptions),
        logger: logging.logger.named('cinder.quota'),
      }),
      messages: new MessageService({
        messages: new MessageRepository(database),
        enforcer: Enforcer.create({ rules: policyRules, configuration, logger: logging.logger.named('oslo_policy') }),
        ttl: configuration.get(messageOptions).message_ttl,
        logger: logging.logger.named('cinder.message'),
      }),
    },
    new SchedulerRpc(new RpcClient(transport, { topic: 'cinder-scheduler', version: '3.0' })),
  );
  const server = new RpcServer(
    transport,
    { topic: TOPIC, server: node.host, version: BACKUP_RPC_VERSION },
    [backupEndpoint(manager, init.logLevels ?? { set: () => undefined, get: () => ({}) })],
    { logger, errorModule: 'cinder.exception' },
  );
  const heartbeat = new ServiceHeartbeat({
    services: new ServiceRepository({
      database,
      downTime: node.service_down_time,
      enableNewServices: node.enable_new_services,
    }),
    host: node.host,
    binary: TOPIC,
    availabilityZone: node.storage_availability_zone,
    rpcVersion: BACKUP_RPC_VERSION,
    interval: node.report_interval,
    isWorking: () => setup.isWorking,
    logger,
  });
  const reports = new Repeating(options.backup_driver_stats_polling_interval, () =>
    manager.publishServiceCapabilities(RequestContext.admin()),
  );
  return {
    start: async () => {
      await manager.initHost(RequestContext.admin(), { offload: options.backup_service_inithost_offload });
      await server.start();
      await heartbeat.start();
      reports.start();
    },
    stop: async () => {
      reports.stop();
      await heartbeat.stop();
      await server.stop();
      await waitFor(manager.idle(), logger);
      await setup.stop();
      if (init.transport === undefined) await transport.close();
      await close();
    },
  };
}

async function databaseOf(init: CinderBackupInit): Promise<{ database: CinderDatabase; close: () => Promise<void> }> {
  if (init.database !== undefined) return { database: init.database, close: async () => undefined };
  const { url, settings } = databaseSettings(init.configuration.get(databaseOptions));
  const database = await openCinderDatabase(url ?? 'sqlite:///cinder.sqlite', {
    settings,
    logger: init.logging.logger.named('cinder.db'),
  });
  return { database, close: () => database.close() };
}

async function waitFor(idle: Promise<void>, logger: Logger): Promise<void> {
  const cancel = new AbortController();
  const late = sleep(GRACE_MS, 'late' as const, { signal: cancel.signal, ref: false }).catch(() => 'late' as const);
  const outcome = await Promise.race([idle, late]);
  cancel.abort();
  if (outcome === 'late') logger.warning('Backups under way are given up: the next start of the service settles them.');
}

/** Periodic work that does not overlap with itself. */
class Repeating {
  readonly #milliseconds: number;
  readonly #work: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;

  /** @param seconds - between two runs */
  constructor(seconds: number, work: () => Promise<void>) {
    this.#milliseconds = seconds * 1000;
    this.#work = work;
  }

  start(): void {
    this.#timer = setTimeout(() => void this.#work().finally(() => this.#timer?.refresh()), this.#milliseconds);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
