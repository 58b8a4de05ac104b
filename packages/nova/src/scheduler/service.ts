// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import { type LoggingHandle, RequestContext } from '@stackport/context';
import { RpcServer, type Transport, transportFromConf, transportOptions } from '@stackport/messaging';
import { AggregateRepository } from '../aggregates/aggregate-repository.js';
import { HostDiscovery } from '../cells/host-discovery.js';
import { HostMappingRepository } from '../cells/host-mapping-repository.js';
import { CellServices } from '../hosts/cell-services.js';
import { Heartbeat } from '../hosts/heartbeat.js';
import { BusNotifications } from '../notifications/bus-notifications.js';
import { BusVersionedNotifications } from '../notifications/bus-versioned-notifications.js';
import { ServiceNotices } from '../notifications/service-notices.js';
import { type NovaDatabases, openConfiguredDatabases } from '../open-configured-databases.js';
import { schedulerOptions, serviceOptions, upgradeLevelOptions } from '../options/index.js';
import { PlacementClient } from '../placement/placement-client.js';
import type { Placement } from '../placement/placement.js';
import { SCHEDULER_TOPIC } from '../rpc/addressing.js';
import { baseEndpoint } from '../rpc/create-endpoint.js';
import { createClients } from '../rpc/create-clients.js';
import { createFilterScheduler } from './create-filter-scheduler.js';
import { HostFinder } from './host-finder.js';
import { schedulerCells } from './open-cells.js';
import { SCHEDULER_RPC_VERSION, schedulerEndpoint } from './scheduler-endpoint.js';
import { SchedulerManager } from './scheduler-manager.js';

const BINARY = 'nova-scheduler';

export interface NovaSchedulerInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  /** Of `transport_url` where none is given; who gives it closes it. */
  readonly transport?: Transport;
  /** Of `[api_database]` and `[database]` where none are given; who gives them closes them. */
  readonly databases?: Pick<NovaDatabases, 'api' | 'cells'>;
  /** That of `[placement]` where none is given. */
  readonly placement?: Placement;
}

/** A nova-scheduler. */
export interface NovaScheduler {
  /** Reads the aggregates, shows that it is there, and takes messages. */
  start(): Promise<void>;
  /** Hears of cells that are new or switched off: what SIGHUP does to upstream's. */
  reset(): void;
  /** Takes no more messages, and waits for what is under way. */
  stop(): Promise<void>;
}

/** Builds a nova-scheduler; nothing runs until it is started. Rejects with what is wrong with options or databases. */
export async function createNovaScheduler(init: NovaSchedulerInit): Promise<NovaScheduler> {
  const { configuration, logging } = init;
  const logger = logging.logger.named('nova.scheduler.manager');
  const node = configuration.get(serviceOptions);
  const { databases, closeDatabases } = await databasesOf(init);
  const { placement, closePlacement } = placementOf(init);
  const transport =
    init.transport ?? transportFromConf(configuration, { logger: logging.logger.named('oslo.messaging') });
  const chosen = createFilterScheduler({
    configuration,
    cells: schedulerCells(databases.cells),
    aggregates: new AggregateRepository(databases.api),
    placement,
    logger: logging.logger.named('nova.scheduler'),
  });
  const notifications = new BusNotifications(configuration, transport, { host: node.host, logger });
  const manager = new SchedulerManager({ ...chosen, notifications });
  const { conductor } = createClients({
    transport,
    timeouts: {
      responseTimeout: configuration.get(transportOptions).rpc_response_timeout,
      longTimeout: node.long_rpc_timeout,
    },
    versionCaps: configuration.get(upgradeLevelOptions),
  });
  const server = new RpcServer(
    transport,
    { topic: SCHEDULER_TOPIC, server: node.host, version: SCHEDULER_RPC_VERSION },
    [
      schedulerEndpoint(manager, (object, versions) =>
        conductor.objectBackportVersions(RequestContext.admin(), object, versions),
      ),
      baseEndpoint(SCHEDULER_TOPIC),
    ],
    // There is no row to record a claim in: a message is forgotten when it is done, and a call is answered then.
    { logger, acknowledge: 'claim', errorModule: 'nova.exception' },
  );
  const notices = new ServiceNotices(
    new BusVersionedNotifications(configuration, transport, { host: node.host, logger }),
  );
  const heartbeat = new Heartbeat({
    services: new CellServices((await databases.cells.openOwn()).database),
    host: node.host,
    binary: BINARY,
    topic: SCHEDULER_TOPIC,
    interval: node.report_interval,
    created: (service) => notices.created(RequestContext.admin(), service),
    logger: logging.logger.named('nova.servicegroup.drivers.db'),
  });
  const finder = new HostFinder({
    discovery: new HostDiscovery({
      cells: databases.cells,
      hosts: new HostMappingRepository(databases.api),
      logger,
    }),
    interval: configuration.get(schedulerOptions).discover_hosts_in_cells_interval,
    logger,
  });
  return {
    start: async () => {
      await chosen.aggregates.load();
      await heartbeat.start();
      await server.start();
      await finder.start();
    },
    reset: () => databases.cells.refresh(),
    stop: async () => {
      await server.stop();
      await server.wait();
      await finder.stop();
      await heartbeat.stop();
      if (init.transport === undefined) await transport.close();
      await closePlacement();
      await closeDatabases();
    },
  };
}

async function databasesOf({ databases, configuration, logging }: NovaSchedulerInit) {
  if (databases !== undefined) return { databases, closeDatabases: async () => undefined };
  const opened = await openConfiguredDatabases(configuration, logging.logger);
  return { databases: opened, closeDatabases: () => opened.close() };
}

function placementOf({ placement, configuration, logging }: NovaSchedulerInit) {
  if (placement !== undefined) return { placement, closePlacement: async () => undefined };
  const logger = logging.logger.named('nova.scheduler.client.report');
  const made = PlacementClient.fromConfiguration(configuration, logger);
  return { placement: made.placement, closePlacement: () => made.session.close() };
}
