// SPDX-License-Identifier: Apache-2.0
import type { Provider } from '@nestjs/common';
import type { Configuration, Logger } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { type Transport, transportOptions } from '@stackport/messaging';
import type { Enforcer } from '@stackport/policy';
import { AggregateRepository } from './aggregates/aggregate-repository.js';
import { AggregateNotices } from './aggregates/aggregate-notices.js';
import { AggregateService } from './aggregates/aggregate-service.js';
import { IMAGE_CACHING } from './aggregates/image-caching.js';
import { FlavorPresenter } from './api/flavors/index.js';
import { AdminPasswords } from './api/servers/admin-passwords.js';
import type { ImageLocationSettings } from './api/servers/image-location.js';
import { ImageLocation, NAME_TEMPLATE, RequestedServers, ServerPresenter } from './api/servers/index.js';
import { createServersFrom } from './servers/create/create-servers-from.js';
import { serversFrom } from './servers/servers-from.js';
import { HypervisorPresenter } from './api/hypervisors/index.js';
import { KeyPairOwner } from './api/keypairs/index.js';
import { provided } from './api/nova-module.js';
import { QuotaAccess } from './api/quotas/index.js';
import type { Cells } from './cells/cells.js';
import { ConnectedCells } from './cells/connected-cells.js';
import { HostMappingRepository } from './cells/host-mapping-repository.js';
import { InstanceMappingRepository } from './cells/instance-mapping-repository.js';
import { connectedPorts } from './connected-ports.js';
import type { ApiDatabase } from './database.js';
import { ExtraSpecValidator } from './flavors/extra-spec-validator.js';
import { FlavorAccessRepository } from './flavors/flavor-access-repository.js';
import { FlavorRepository } from './flavors/flavor-repository.js';
import { FlavorService } from './flavors/flavor-service.js';
import { ConsoleLookup } from './consoles/console-lookup.js';
import { HostResourceReader } from './hosts/host-resources.js';
import { HypervisorDirectory } from './hypervisors/hypervisor-directory.js';
import { KeystoneProjects } from './identity/keystone-projects.js';
import { PROJECT_CHECK } from './identity/project-check.js';
import { IMAGES } from './image/images.js';
import { KeyPairRepository } from './keypairs/keypair-repository.js';
import { KeyPairService } from './keypairs/keypair-service.js';
import { MigrationDirectory } from './migrations/migration-directory.js';
import type { Neighbours } from './neighbours.js';
import { NETWORKS, type Networks } from './network/networks.js';
import { ProjectNetworks } from './network/project-networks.js';
import { SecurityGroupService } from './network/security-group-service.js';
import { BusNotifications } from './notifications/bus-notifications.js';
import { BusVersionedNotifications } from './notifications/bus-versioned-notifications.js';
import { ServiceNotices } from './notifications/service-notices.js';
import {
  apiOptions,
  glanceClientOptions,
  glanceOptions,
  quotaOptions,
  serverDefaultsOptions,
  serviceOptions,
  upgradeLevelOptions,
  zoneOptions,
} from './options/index.js';
import { type ApiPorts, withoutNeighbours } from './ports.js';
import { configuredLimits } from './quotas/quota-resources.js';
import { QuotaRepository } from './quotas/quota-repository.js';
import { QuotaService } from './quotas/quota-service.js';
import { UsageCounter } from './quotas/usage-counter.js';
import { createClients } from './rpc/create-clients.js';
import { ExternalEvents } from './server-events/external-events.js';
import { ServerGroupRepository } from './server-groups/server-group-repository.js';
import { ServerGroupService } from './server-groups/server-group-service.js';
import { COMPUTE_CONTROL } from './services/compute-control.js';
import { HostDirectory } from './services/host-directory.js';
import { ServiceDirectory } from './services/service-directory.js';
import { ServiceService } from './services/service-service.js';
import { ServiceVersions } from './services/service-versions.js';
import { Zones } from './services/zones.js';
import { ProjectUsage } from './usage/project-usage.js';
import { UsageAudit } from './usage/usage-audit.js';
import { VOLUMES } from './volume/volumes.js';

export interface DomainInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  readonly database: ApiDatabase;
  readonly cells: Cells;
  readonly transport: Transport;
  /** The bus of a cell, by its URL: `transport` unless it has its own. */
  readonly transportOf?: (url: string) => Transport;
  readonly enforcer: Enforcer;
  /** The services beside nova, where there are any. */
  readonly neighbours?: Neighbours;
  readonly ports?: Partial<ApiPorts>;
}

/** The parts of the Compute service that its API calls: all that controllers have injected. */
export function createDomain(init: DomainInit): readonly Provider[] {
  const { configuration, database, cells, transport, enforcer, logging } = init;
  const { logger } = logging;
  const hostMappings = new HostMappingRepository(database);
  const rpc = {
    timeouts: {
      responseTimeout: configuration.get(transportOptions).rpc_response_timeout,
      longTimeout: configuration.get(serviceOptions).long_rpc_timeout,
    },
    versionCaps: configuration.get(upgradeLevelOptions),
  };
  const transportOf = init.transportOf ?? (() => transport);
  const connected = new ConnectedCells({ cells, hosts: hostMappings, transportOf, ...rpc });
  const { scheduler, computeTask: conductor } = createClients({ transport, ...rpc });
  const ports: ApiPorts = {
    ...withoutNeighbours,
    ...(init.neighbours === undefined
      ? {}
      : connectedPorts({ neighbours: init.neighbours, cells: connected, scheduler, conductor, logger })),
    ...init.ports,
  };
  const { host, service_down_time: downTime } = configuration.get(serviceOptions);
  const notifications = new BusNotifications(configuration, transport, { host, logger });
  const versioned = new BusVersionedNotifications(configuration, transport, { host, logger });
  const projects =
    init.ports?.projects ??
    KeystoneProjects.fromConfiguration(configuration, logger.named('nova.api.openstack.identity'));
  const { recheck_quota: recheckQuota, driver } = configuration.get(quotaOptions);
  const instanceMappings = new InstanceMappingRepository(database);
  const usages = new UsageCounter({
    database,
    cells,
    instanceMappings,
    perProjectCells: configuration.get(apiOptions).instance_list_per_project_cells,
  });
  const quotas = new QuotaService({
    quotas: new QuotaRepository(database),
    usages,
    configured: configuredLimits(configuration),
    isLimited: driver !== 'nova.quota.NoopQuotaDriver',
  });
  const hosts = new HostDirectory({ cells, hostMappings });
  const aggregateRepository = new AggregateRepository(database);
  const aggregates = new AggregateService({
    aggregates: aggregateRepository,
    hosts,
    mirror: ports.aggregateMirror,
    notices: new AggregateNotices(notifications, versioned),
  });
  const { default_availability_zone: defaultZone, internal_service_availability_zone: internalZone } =
    configuration.get(zoneOptions);
  const zones = new Zones(aggregateRepository, { defaultZone, internalZone });
  const directory = new ServiceDirectory({ cells, hostMappings, zones, downTime });
  const { instance_name_template: nameTemplate, instance_usage_audit_period: auditPeriod } =
    configuration.get(serverDefaultsOptions);
  const flavors = new FlavorRepository(database);
  const access = new FlavorAccessRepository(database);
  const flavorService = new FlavorService({ flavors, access, projects, versioned });
  const keyPairs = new KeyPairRepository(database);
  const groups = new ServerGroupRepository(database);
  const { password_length: length } = configuration.get(serverDefaultsOptions);
  const { enable_instance_password: areShown } = configuration.get(apiOptions);
  return [
    ...provided(
      cells,
      quotas,
      usages,
      zones,
      directory,
      aggregates,
      new ExtraSpecValidator(),
      flavorService,
      new KeyPairService({ keyPairs, quotas, notifications, versioned, recheckQuota }),
      new ServerGroupService({
        groups,
        versions: new ServiceVersions(cells),
        ...{ instanceMappings, cells, quotas, usages, enforcer, notifications, versioned, recheckQuota },
      }),
      new ServiceService({
        ...{ directory, hosts, hostMappings, aggregates },
        notices: new ServiceNotices(versioned),
        control: ports.computeControl,
        providers: ports.providers,
        logger: logger.named('nova.api.openstack.compute.services'),
      }),
      new HypervisorDirectory({ cells, hostMappings, nameTemplate }),
      hosts,
      new HostResourceReader(hosts),
      new MigrationDirectory(cells),
      new ProjectUsage({ cells, flavors }),
      new UsageAudit({ cells, directory, period: auditPeriod }),
      new ExternalEvents({ cells, instanceMappings, sink: ports.eventSink }),
      new ConsoleLookup(cells),
      new SecurityGroupService(ports.networks),
      projectNetworks(configuration, ports.networks, logger),
      new AdminPasswords({ length, areShown }),
      new ImageLocation(imageLocationSettings(configuration)),
      createServersFrom({
        ...{ configuration, database, transport, enforcer, keyPairs, groups, hostMappings, instanceMappings },
        ...{ directory, quotas, usages, logger },
        flavors: flavorService,
        images: ports.images,
        volumes: ports.volumes,
        networks: ports.networks,
      }),
      ...serversFrom({
        ...{ configuration, database, cells, connected, transport, enforcer, hostMappings, instanceMappings },
        ...{ directory, zones, groups, quotas, usages, notifications, keyPairs, logger },
        flavors: flavorService,
        neighbours: ports,
      }),
    ),
    { provide: NAME_TEMPLATE, useValue: nameTemplate },
    { provide: PROJECT_CHECK, useValue: projects },
    { provide: IMAGES, useValue: ports.images },
    { provide: VOLUMES, useValue: ports.volumes },
    { provide: NETWORKS, useValue: ports.networks },
    { provide: IMAGE_CACHING, useValue: ports.imageCaching },
    { provide: COMPUTE_CONTROL, useValue: ports.computeControl },
    FlavorPresenter,
    KeyPairOwner,
    QuotaAccess,
    HypervisorPresenter,
    RequestedServers,
    ServerPresenter,
  ];
}

/** With the networks of the project whose networks are everybody's, where the operator names one. */
function projectNetworks(configuration: Configuration, networks: Networks, logger: Logger): ProjectNetworks {
  const { use_neutron_default_nets: areShown, neutron_default_tenant_id: project } = configuration.get(apiOptions);
  const named = logger.named('nova.api.openstack.compute.tenant_networks');
  return new ProjectNetworks(networks, areShown ? project : undefined, named);
}

/** Where clients find images: the server that is configured, or that of their catalogs. */
function imageLocationSettings(configuration: Configuration): ImageLocationSettings {
  const { endpoint_override: endpoint, region_name: region } = configuration.get(glanceClientOptions);
  const [first] = configuration.get(glanceOptions).api_servers ?? [];
  return { server: endpoint ?? first, region };
}
