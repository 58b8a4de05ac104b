// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import { type LoggingHandle, RequestContext } from '@stackport/context';
import { RpcServer, transportOptions, type Transport } from '@stackport/messaging';
import { ConnectedCells } from '../cells/connected-cells.js';
import { HostMappingRepository } from '../cells/host-mapping-repository.js';
import { InstanceMappingRepository } from '../cells/instance-mapping-repository.js';
import { ConsoleAuthTokens } from '../consoles/console-auth-tokens.js';
import { CellServices } from '../hosts/cell-services.js';
import { ComputeNodes } from '../hosts/compute-nodes.js';
import { Heartbeat } from '../hosts/heartbeat.js';
import type { Images } from '../image/images.js';
import { ActionRepository } from '../instances/action-repository.js';
import { BlockDeviceRepository } from '../instances/block-device-repository.js';
import { BuildRequestRepository } from '../instances/build-request-repository.js';
import { FaultRepository } from '../instances/fault-repository.js';
import { InstanceRepository } from '../instances/instance-repository.js';
import { RequestSpecRepository } from '../instances/request-spec-repository.js';
import { MigrationRepository } from '../migrations/migration-repository.js';
import { VirtualInterfaceRepository } from '../network/virtual-interface-repository.js';
import { BusNotifications } from '../notifications/bus-notifications.js';
import { BusVersionedNotifications } from '../notifications/bus-versioned-notifications.js';
import { ServiceNotices } from '../notifications/service-notices.js';
import type { NovaDatabases } from '../open-configured-databases.js';
import {
  apiOptions,
  imageCacheOptions,
  quotaOptions,
  schedulerOptions,
  serviceOptions,
  upgradeLevelOptions,
} from '../options/index.js';
import type { Placement } from '../placement/index.js';
import { configuredLimits } from '../quotas/quota-resources.js';
import { QuotaRepository } from '../quotas/quota-repository.js';
import { QuotaService } from '../quotas/quota-service.js';
import { ServerQuota } from '../quotas/server-quota.js';
import { UsageCounter } from '../quotas/usage-counter.js';
import { CONDUCTOR_TOPIC } from '../rpc/addressing.js';
import { baseEndpoint } from '../rpc/create-endpoint.js';
import { createClients } from '../rpc/create-clients.js';
import { Burial } from './build/bury.js';
import { Reschedule } from './build/reschedule.js';
import { ScheduleAndBuild } from './build/schedule-and-build.js';
import { computeTaskEndpoint, conductorEndpoint } from './endpoints.js';
import { ObjectActions } from './object-actions.js';
import { actionMethods } from './objects/action-methods.js';
import { blockDeviceMethods } from './objects/block-device-methods.js';
import { hostMethods } from './objects/host-methods.js';
import { instanceMethods } from './objects/instance-methods.js';
import { migrationMethods } from './objects/migration-methods.js';
import { smallMethods } from './objects/small-methods.js';
import { virtualInterfaceMethods } from './objects/virtual-interface-methods.js';
import { TaskFailures } from './task-failures.js';
import { ColdMigrate } from './tasks/cold-migrate.js';
import { CacheImages } from './tasks/cache-images.js';
import { LiveMigrate } from './tasks/live-migrate.js';
import { RebuildServer } from './tasks/rebuild.js';
import type { TaskParts } from './tasks/task-parts.js';
import { Unshelve } from './tasks/unshelve.js';
import { isHeardWithin } from '../hosts/is-heard-within.js';
import type { ServiceValues } from '../hosts/host.js';

export interface NovaConductorInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  /** Of the exchange `nova`; who gives it closes it. */
  readonly transport: Transport;
  /** Who gives them closes them. */
  readonly databases: NovaDatabases;
  readonly placement: Placement;
  readonly images: Images;
}

/** A nova-conductor. */
export interface NovaConductor {
  start(): Promise<void>;
  /** Takes no more messages, and waits for what is under way. */
  stop(): Promise<void>;
}

/** Builds a nova-conductor, of the whole and of its cell at once; nothing runs until it is started. */
export async function createNovaConductor(init: NovaConductorInit): Promise<NovaConductor> {
  const { configuration, logging, transport, databases, placement } = init;
  const logger = logging.logger.named('nova.conductor.manager');
  const node = configuration.get(serviceOptions);
  const timeouts = {
    responseTimeout: configuration.get(transportOptions).rpc_response_timeout,
    longTimeout: node.long_rpc_timeout,
  };
  const versionCaps = configuration.get(upgradeLevelOptions);
  const isUp = (service: ServiceValues): boolean => isHeardWithin(node.service_down_time, service);
  const clients = createClients({ transport, timeouts, versionCaps });
  const cells = new ConnectedCells({
    cells: databases.cells,
    hosts: new HostMappingRepository(databases.api),
    transportOf: () => transport,
    timeouts,
    versionCaps,
  });
  const own = await databases.cells.openOwn();
  const { database } = own;
  const services = new CellServices(database);
  const mappings = new InstanceMappingRepository(databases.api);
  const buildRequests = new BuildRequestRepository(databases.api);
  const failures = new TaskFailures(
    new BusNotifications(configuration, transport, { host: node.host, logger }),
    logger,
  );
  const notices = new ServiceNotices(
    new BusVersionedNotifications(configuration, transport, { host: node.host, logger }),
  );
  const { max_attempts: maxAttempts } = configuration.get(schedulerOptions);
  const settings = { max_attempts: maxAttempts };
  const tasks: TaskParts = {
    cell: () => cells.byId(own.mapping.id),
    scheduler: clients.scheduler,
    placement,
    images: init.images,
    failures,
    host: node.host,
    settings,
    logger,
  };
  const server = new RpcServer(
    transport,
    { topic: CONDUCTOR_TOPIC, server: node.host, version: '3.0' },
    [
      conductorEndpoint(
        new ObjectActions(
          instanceMethods(new InstanceRepository(database)),
          blockDeviceMethods(new BlockDeviceRepository(database)),
          actionMethods(new ActionRepository(database), new FaultRepository(database)),
          hostMethods(services, new ComputeNodes(database), notices),
          migrationMethods(new MigrationRepository(database)),
          virtualInterfaceMethods(new VirtualInterfaceRepository(database)),
          smallMethods(new ConsoleAuthTokens(database)),
        ),
      ),
      computeTaskEndpoint({
        scheduleAndBuild: new ScheduleAndBuild({
          cells,
          scheduler: clients.scheduler,
          mappings,
          buildRequests,
          requestSpecs: new RequestSpecRepository(databases.api),
          placement,
          burial: new Burial({ cells, mappings, buildRequests, failures, host: node.host, logger }),
          failures,
          recheckQuota: recheckOf(configuration, databases, mappings),
          settings,
          logger,
        }),
        reschedule: new Reschedule(tasks),
        coldMigrate: new ColdMigrate(tasks),
        liveMigrate: new LiveMigrate(tasks, isUp),
        unshelve: new Unshelve(tasks),
        rebuild: new RebuildServer(tasks),
        cacheImages: new CacheImages({
          ...{ cells, logger },
          isUp,
          concurrency: configuration.get(imageCacheOptions).precache_concurrency,
        }),
      }),
      baseEndpoint(CONDUCTOR_TOPIC),
    ],
    // What was asked for is forgotten when it is done: a conductor that ends in the middle leaves it to the next one.
    { logger, acknowledge: 'claim', errorModule: 'nova.exception' },
  );
  const heartbeat = new Heartbeat({
    services,
    host: node.host,
    binary: 'nova-conductor',
    topic: CONDUCTOR_TOPIC,
    interval: node.report_interval,
    created: (service) => notices.created(RequestContext.admin(), service),
    logger,
  });
  return {
    start: async () => {
      await heartbeat.start();
      await server.start();
    },
    stop: async () => {
      await server.stop();
      await server.wait();
      await heartbeat.stop();
    },
  };
}

/** The look at quotas that is taken again once servers are written; none where an operator does not want it. */
function recheckOf(
  configuration: Configuration,
  databases: NovaDatabases,
  instanceMappings: InstanceMappingRepository,
): ConstructorParameters<typeof ScheduleAndBuild>[0]['recheckQuota'] {
  const { recheck_quota: isWanted, driver } = configuration.get(quotaOptions);
  if (!isWanted) return async () => undefined;
  const usages = new UsageCounter({
    database: databases.api,
    cells: databases.cells,
    instanceMappings,
    perProjectCells: configuration.get(apiOptions).instance_list_per_project_cells,
  });
  const quotas = new QuotaService({
    quotas: new QuotaRepository(databases.api),
    usages,
    configured: configuredLimits(configuration),
    isLimited: driver !== 'nova.quota.NoopQuotaDriver',
  });
  const servers = new ServerQuota(quotas, usages);
  return (context, flavor, requested) => servers.recheck(context, flavor, requested);
}
