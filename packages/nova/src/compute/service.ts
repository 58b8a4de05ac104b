// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { RpcServer, transportOptions, type Transport } from '@stackport/messaging';
import { NovaContext } from '../context.js';
import type { ServiceValues } from '../hosts/host.js';
import { SERVICE_VERSION } from '../hosts/heartbeat.js';
import type { Images } from '../image/images.js';
import type { Networks } from '../network/networks.js';
import { NoNetworks } from '../network/no-networks.js';
import { BusNotifications } from '../notifications/bus-notifications.js';
import { BusVersionedNotifications } from '../notifications/bus-versioned-notifications.js';
import {
  computeHostOptions,
  computeOptions,
  filterSchedulerOptions,
  notificationOptions,
  serverDefaultsOptions,
  serviceOptions,
  upgradeLevelOptions,
} from '../options/index.js';
import type { Placement } from '../placement/index.js';
import { COMPUTE_TOPIC } from '../rpc/addressing.js';
import { baseEndpoint } from '../rpc/create-endpoint.js';
import { createClients } from '../rpc/create-clients.js';
import type { Volumes } from '../volume/volumes.js';
import { choresOf } from './chores-of.js';
import { consoleSettings } from './console-settings.js';
import { computeEndpoint } from './compute-endpoint.js';
import { ComputeManager } from './compute-manager.js';
import { ComputeReports } from './compute-reports.js';
import type { ComputeDriver } from './drivers/compute-driver.js';
import { KeyedLock } from './drivers/keyed-lock.js';
import type { ComputeContext } from './manager/compute-context.js';
import { configDrives } from './manager/config-drives.js';
import { Guests, type ConfigDrive } from './manager/guests.js';
import { VolumeConnections } from './manager/volume-connections.js';
import { ResourceTracker } from './resources/resource-tracker.js';
import { ComputeStore } from './store/compute-store.js';

export interface NovaComputeInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  /** Of the exchange `nova`; who gives it closes it. */
  readonly transport: Transport;
  readonly driver: ComputeDriver;
  readonly images: Images;
  readonly volumes: Volumes;
  /** None where nothing else is given. */
  readonly networks?: Networks;
  readonly placement: Placement;
  /** Files of configuration drives; what the configuration says where it is not given. */
  readonly configDrive?: ConfigDrive;
  /** Name of this host, where it is not `[DEFAULT] host`: several may be in one process. */
  readonly host?: string;
}

/** A nova-compute. */
export interface NovaCompute {
  /** Takes up the host and what was left behind on it, reports it, and takes messages. Rejects where the host cannot run guests. */
  start(): Promise<void>;
  /** Takes no more messages and waits for what is under way; guests run on. */
  stop(): Promise<void>;
}

/** Builds a nova-compute; nothing runs until it is started. It opens no database: the conductor does all that for it. */
export function createNovaCompute(init: NovaComputeInit): NovaCompute {
  const { configuration, logging, transport, driver, images, volumes, placement } = init;
  const logger = logging.logger.named('nova.compute.manager');
  const options = configuration.get(serviceOptions);
  const node = { ...options, host: init.host ?? options.host };
  const hostOptions = configuration.get(computeHostOptions);
  const defaults = configuration.get(serverDefaultsOptions);
  const settings = configuration.get(computeOptions);
  const clients = createClients({
    transport,
    timeouts: {
      responseTimeout: configuration.get(transportOptions).rpc_response_timeout,
      longTimeout: node.long_rpc_timeout,
    },
    versionCaps: configuration.get(upgradeLevelOptions),
  });
  const store = new ComputeStore(clients.conductor, node.host);
  const drives = configDrives(configuration, store, logging.logger.named('nova.api.metadata'));
  let service: ServiceValues | undefined;
  const tracker = new ResourceTracker({
    host: node.host,
    driver,
    store,
    placement,
    settings: hostOptions,
    isDisabled: () => service?.disabled === true,
    logger: logging.logger.named('nova.compute.resource_tracker'),
  });
  const compute: ComputeContext = {
    host: node.host,
    driver,
    store,
    tracker,
    guests: new Guests({ images, configDrive: init.configDrive ?? drives.configDrive, settings: defaults }),
    connections: new VolumeConnections({ volumes, store, driver }),
    images,
    volumes,
    networks: init.networks ?? new NoNetworks(),
    placement,
    conductor: clients.computeTask,
    scheduler: clients.scheduler,
    notifications: new BusNotifications(configuration, transport, { host: node.host, logger }),
    versioned: new BusVersionedNotifications(configuration, transport, {
      ...{ host: node.host, logger },
      source: 'nova-compute',
    }),
    locks: new KeyedLock(),
    settings: {
      shutdown_timeout: hostOptions.shutdown_timeout,
      shutdown_retry_interval: settings.shutdown_retry_interval,
      resume_guests_state_on_host_boot: hostOptions.resume_guests_state_on_host_boot,
      track_instance_changes: configuration.get(filterSchedulerOptions).track_instance_changes,
      bdms_in_notifications: configuration.get(notificationOptions).bdms_in_notifications,
    },
    logger,
  };
  const manager = new ComputeManager(compute, clients.compute, {
    ...hostOptions,
    ...defaults,
    consoles: consoleSettings(configuration),
    markDisabled: async (isDisabled) => {
      if (service !== undefined) service = { ...service, disabled: isDisabled };
      await tracker.setDisabledTrait();
    },
  });
  const context = (): NovaContext => NovaContext.from(NovaContext.admin({ roles: ['admin'] }), {});
  const server = new RpcServer(
    transport,
    { topic: COMPUTE_TOPIC, server: node.host, version: '6.1' },
    [
      computeEndpoint(manager, (object, versions) =>
        clients.conductor.objectBackportVersions(context(), object, versions),
      ),
      baseEndpoint(COMPUTE_TOPIC),
    ],
    // A claim is recorded before a message is forgotten (decisions 12); errors are told under upstream's names.
    { logger, acknowledge: 'claim', errorModule: 'nova.exception' },
  );
  const reports = new ComputeReports({
    intervals: { report: node.report_interval, power: hostOptions.sync_power_state_interval },
    beat: async () => {
      if (service !== undefined)
        service = await store.saveService(context(), service, { report_count: service.report_count + 1 });
    },
    updateResources: () => tracker.update(context()),
    syncPower: () => manager.power.sync(context()),
    chores: choresOf(configuration, { manager, driver, store, context }),
    logger,
  });
  return {
    start: async () => {
      await driver.start();
      await clients.conductor.waitUntilReady(context(), logging.logger.named('nova.conductor.api'));
      service = await register(store, context(), node);
      await manager.startUp.run(context());
      // A host that placement cannot be told of yet serves what it has; the next report tells it.
      await tracker
        .update(context())
        .catch((error: unknown) => logger.error(`Error updating resources for host ${node.host}.`, error));
      await server.start();
      reports.start();
    },
    stop: async () => {
      await server.stop();
      await reports.stop();
      await server.wait();
      await driver.stop();
      await drives.close();
    },
  };
}

/** The row of this service, made where there is none; its first sign of life. */
async function register(
  store: ComputeStore,
  context: NovaContext,
  { host, enable_new_services: isEnabled }: { readonly host: string; readonly enable_new_services: boolean },
): Promise<ServiceValues> {
  const found = await store.findService(context, 'nova-compute');
  const service =
    found ??
    (await store.createService(context, {
      host,
      binary: 'nova-compute',
      topic: COMPUTE_TOPIC,
      report_count: 0,
      disabled: !isEnabled,
      forced_down: false,
      version: SERVICE_VERSION,
    }));
  return store.saveService(context, service, { report_count: service.report_count + 1, version: SERVICE_VERSION });
}
