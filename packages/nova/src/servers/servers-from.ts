// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { Transport } from '@stackport/messaging';
import type { Enforcer } from '@stackport/policy';
import type { Cells } from '../cells/cells.js';
import type { ConnectedCells } from '../cells/connected-cells.js';
import type { HostMappingRepository } from '../cells/host-mapping-repository.js';
import type { InstanceMappingRepository } from '../cells/instance-mapping-repository.js';
import type { ApiDatabase } from '../database.js';
import { BuildRequestRepository } from '../instances/build-request-repository.js';
import { RequestSpecRepository } from '../instances/request-spec-repository.js';
import type { Notifications } from '../notifications/notifications.js';
import { apiOptions, cinderOptions, serverDefaultsOptions } from '../options/index.js';
import type { FlavorService } from '../flavors/flavor-service.js';
import type { KeyPairRepository } from '../keypairs/keypair-repository.js';
import type { QuotaService } from '../quotas/quota-service.js';
import { ServerQuota } from '../quotas/server-quota.js';
import type { UsageCounter } from '../quotas/usage-counter.js';
import type { ServerGroupRepository } from '../server-groups/server-group-repository.js';
import type { ServiceDirectory } from '../services/service-directory.js';
import type { Zones } from '../services/zones.js';
import { ActionLog } from './action-log.js';
import { ServerLocks } from './actions/locks.js';
import { ServerLooks } from './actions/looks.js';
import { ServerActions } from './actions/server-actions.js';
import { RequestQuotas } from './create/request-quotas.js';
import { DeletionNotices } from './delete/deletion-notices.js';
import { ServerDeletion } from './delete/server-deletion.js';
import { ServerRestoration } from './delete/server-restoration.js';
import { UnscheduledDeletion } from './delete/unscheduled.js';
import { ServerList } from './list/server-list.js';
import { ServerImages } from './images/server-images.js';
import { VolumeBackedImages } from './images/volume-backed-images.js';
import { movesFrom } from './moves-from.js';
import { LivingHosts } from './living-hosts.js';
import type { ServerNeighbours } from './neighbours.js';
import { NetworkActions } from './networks/network-actions.js';
import { ServerFloatingIps } from './networks/server-floating-ips.js';
import { ServerInterfaces } from './networks/server-interfaces.js';
import { ServerDetailsLoader } from './server-details.js';
import { ServerFinder } from './server-finder.js';
import { ServerMetadata } from './server-metadata.js';
import { ServerUpdates } from './server-update.js';
import { ServerTags } from './tags/server-tags.js';
import { AssistedSnapshots } from './volumes/assisted-snapshots.js';
import { VolumeAttach } from './volumes/volume-attach.js';
import { VolumeAttachments } from './volumes/volume-attachments.js';
import { VolumeDetach } from './volumes/volume-detach.js';
import { VolumeSwap } from './volumes/volume-swap.js';
import { VolumeZones } from './volumes/volume-zone.js';

export interface ServersParts {
  readonly configuration: Configuration;
  readonly database: ApiDatabase;
  readonly cells: Cells;
  readonly connected: ConnectedCells;
  readonly transport: Transport;
  readonly enforcer: Enforcer;
  readonly hostMappings: HostMappingRepository;
  readonly instanceMappings: InstanceMappingRepository;
  readonly directory: ServiceDirectory;
  readonly zones: Zones;
  readonly groups: ServerGroupRepository;
  readonly quotas: QuotaService;
  readonly usages: UsageCounter;
  readonly notifications: Notifications;
  readonly neighbours: ServerNeighbours;
  readonly flavors: FlavorService;
  readonly keyPairs: KeyPairRepository;
  readonly logger: Logger;
}

/** What lists, changes and ends servers, out of the API's parts. */
export function serversFrom(parts: ServersParts): readonly object[] {
  const { configuration, database, cells, connected, enforcer, directory, zones, groups, neighbours } = parts;
  const mappings = parts.instanceMappings;
  const logger = parts.logger.named('nova.compute.api');
  const buildRequests = new BuildRequestRepository(database);
  const requestSpecs = new RequestSpecRepository(database);
  const api = configuration.get(apiOptions);
  const { reclaim_instance_interval: reclaimInterval, non_inheritable_image_properties: excluded } =
    configuration.get(serverDefaultsOptions);
  const finder = new ServerFinder({ mappings, buildRequests, requestSpecs, cells: connected, enforcer });
  const actions = new ServerActions(finder);
  const hosts = new LivingHosts(directory);
  const notices = new DeletionNotices(parts.notifications);
  const unscheduled = new UnscheduledDeletion({
    ...{ buildRequests, mappings, neighbours, notices, logger },
    cells: connected,
  });
  const { volumes, images, networks } = neighbours;
  const volumeZones = new VolumeZones(zones, configuration.get(cinderOptions).cross_az_attach);
  return [
    finder,
    actions,
    new ServerList({
      ...{ cells, connected, mappings, buildRequests },
      perProjectCells: api.instance_list_per_project_cells,
      skipsDownCells: api.list_records_by_skipping_down_cells,
    }),
    new ServerDetailsLoader({ directory, zones, groups, networks }),
    new ServerUpdates(finder, buildRequests),
    new ServerDeletion({ finder, mappings, hosts, neighbours, unscheduled, notices, reclaimInterval, logger }),
    new ServerRestoration({ finder, mappings, quota: new ServerQuota(parts.quotas, parts.usages) }),
    new ServerLocks(finder),
    new ServerLooks(finder, actions),
    new ServerMetadata(finder, new RequestQuotas(parts.quotas)),
    new ServerTags(finder),
    new ActionLog(finder),
    new VolumeAttachments({
      ...{ finder, volumes },
      attach: new VolumeAttach(volumes, volumeZones),
      detach: new VolumeDetach({ volumes, hosts, logger }),
      swap: new VolumeSwap(volumes, volumeZones),
    }),
    new ServerImages({
      ...{ finder, actions, images, excluded, logger },
      quotas: parts.quotas,
      volumeBacked: new VolumeBackedImages({ images, volumes, excluded, logger }),
    }),
    new ServerInterfaces(finder, networks),
    new NetworkActions(finder, networks),
    new ServerFloatingIps(finder, networks, logger),
    new AssistedSnapshots(connected),
    ...movesFrom(parts, { finder, actions, hosts, requestSpecs, excluded }),
  ];
}
