// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { type Transport, transportOptions } from '@stackport/messaging';
import type { Enforcer } from '@stackport/policy';
import type { HostMappingRepository } from '../../cells/host-mapping-repository.js';
import type { InstanceMappingRepository } from '../../cells/instance-mapping-repository.js';
import type { ApiDatabase } from '../../database.js';
import type { FlavorService } from '../../flavors/flavor-service.js';
import type { Images } from '../../image/images.js';
import { BuildRequestRepository } from '../../instances/build-request-repository.js';
import { RequestSpecRepository } from '../../instances/request-spec-repository.js';
import type { KeyPairRepository } from '../../keypairs/keypair-repository.js';
import type { Networks } from '../../network/networks.js';
import { BusNotifications } from '../../notifications/bus-notifications.js';
import { BusVersionedNotifications } from '../../notifications/bus-versioned-notifications.js';
import { serverDefaultsOptions, serviceOptions, upgradeLevelOptions, zoneOptions } from '../../options/index.js';
import type { QuotaService } from '../../quotas/quota-service.js';
import { ServerQuota } from '../../quotas/server-quota.js';
import type { UsageCounter } from '../../quotas/usage-counter.js';
import { createClients } from '../../rpc/create-clients.js';
import { MembershipNotices } from '../../server-groups/membership-notices.js';
import type { ServerGroupRepository } from '../../server-groups/server-group-repository.js';
import type { ServiceDirectory } from '../../services/service-directory.js';
import type { Volumes } from '../../volume/volumes.js';
import { CreateServers } from './create-servers.js';
import { Placings } from './placing.js';
import { RequestQuotas } from './request-quotas.js';
import { VolumeReservations } from './volume-reservations.js';

export interface CreateServersParts {
  readonly configuration: Configuration;
  readonly database: ApiDatabase;
  readonly transport: Transport;
  readonly enforcer: Enforcer;
  readonly flavors: FlavorService;
  readonly keyPairs: KeyPairRepository;
  readonly groups: ServerGroupRepository;
  readonly hostMappings: HostMappingRepository;
  readonly instanceMappings: InstanceMappingRepository;
  readonly directory: ServiceDirectory;
  readonly quotas: QuotaService;
  readonly usages: UsageCounter;
  readonly images: Images;
  readonly volumes: Volumes;
  readonly networks: Networks;
  readonly logger: Logger;
}

/** What takes orders for servers, out of the API's parts. */
export function createServersFrom(parts: CreateServersParts): CreateServers {
  const { configuration, database, transport, enforcer, groups, hostMappings, directory, quotas } = parts;
  const logger = parts.logger.named('nova.compute.api');
  const authorize: ConstructorParameters<typeof CreateServers>[0]['authorize'] = (context, rule, target) =>
    enforcer.authorizeAsync(rule, target, context);
  const { computeTask } = createClients({
    transport,
    timeouts: {
      responseTimeout: configuration.get(transportOptions).rpc_response_timeout,
      longTimeout: configuration.get(serviceOptions).long_rpc_timeout,
    },
    versionCaps: configuration.get(upgradeLevelOptions),
  });
  return new CreateServers({
    ...{ database, groups, authorize, logger },
    flavors: parts.flavors,
    keyPairs: parts.keyPairs,
    images: parts.images,
    networks: parts.networks,
    volumes: new VolumeReservations(parts.volumes, logger),
    membership: membershipNotices(configuration, transport, logger),
    placings: new Placings({ directory, hostMappings, groups, authorize, settings: configuration.get(zoneOptions) }),
    quota: new ServerQuota(quotas, parts.usages),
    requestQuotas: new RequestQuotas(quotas),
    buildRequests: new BuildRequestRepository(database),
    requestSpecs: new RequestSpecRepository(database),
    mappings: parts.instanceMappings,
    conductor: computeTask,
    settings: configuration.get(serverDefaultsOptions),
  });
}

function membershipNotices(configuration: Configuration, transport: Transport, logger: Logger): MembershipNotices {
  const { host } = configuration.get(serviceOptions);
  return new MembershipNotices(
    new BusNotifications(configuration, transport, { host, logger }),
    new BusVersionedNotifications(configuration, transport, { host, logger }),
  );
}
