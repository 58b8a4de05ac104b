// SPDX-License-Identifier: Apache-2.0
import { transportOptions } from '@stackport/messaging';
import type { RequestSpecRepository } from '../instances/request-spec-repository.js';
import { cinderOptions, serverDefaultsOptions, serviceOptions, upgradeLevelOptions } from '../options/index.js';
import { createClients } from '../rpc/create-clients.js';
import type { ServerActions } from './actions/server-actions.js';
import { RequestQuotas } from './create/request-quotas.js';
import type { LivingHosts } from './living-hosts.js';
import { Evacuation } from './moves/evacuation.js';
import { LiveMigration } from './moves/live-migration.js';
import { LiveMigrationsUnderWay } from './moves/live-migrations-under-way.js';
import { Rebuild } from './moves/rebuild.js';
import { Rescue } from './moves/rescue.js';
import { ServerResize } from './moves/resize.js';
import { ResizedServers } from './moves/resized.js';
import { Shelving } from './moves/shelving.js';
import { UpsizeQuota } from './moves/upsize-quota.js';
import type { ServerFinder } from './server-finder.js';
import type { ServersParts } from './servers-from.js';

export interface MovesParts {
  readonly finder: ServerFinder;
  readonly actions: ServerActions;
  readonly hosts: LivingHosts;
  readonly requestSpecs: RequestSpecRepository;
  readonly excluded: readonly string[];
}

/** What moves servers, puts them away and builds them anew. */
export function movesFrom(
  parts: ServersParts,
  { finder, actions, hosts, requestSpecs, excluded }: MovesParts,
): object[] {
  const { configuration, zones, directory, flavors, keyPairs, quotas, usages, notifications, neighbours } = parts;
  const { images, volumes, placement } = neighbours;
  const { computeTask } = createClients({
    transport: parts.transport,
    timeouts: {
      responseTimeout: configuration.get(transportOptions).rpc_response_timeout,
      longTimeout: configuration.get(serviceOptions).long_rpc_timeout,
    },
    versionCaps: configuration.get(upgradeLevelOptions),
  });
  const quota = new UpsizeQuota(quotas, usages);
  return [
    new ServerResize({
      ...{ finder, flavors, requestSpecs, hosts, computeTask, quota },
      allowsSameHost: configuration.get(serverDefaultsOptions).allow_resize_to_same_host,
    }),
    new ResizedServers({ finder, requestSpecs, hosts, zones, quota }),
    new LiveMigration({ finder, requestSpecs, computeTask }),
    new LiveMigrationsUnderWay(finder),
    new Evacuation({ finder, requestSpecs, hosts, computeTask, notifications }),
    new Rebuild({ finder, images, volumes, keyPairs, requestSpecs, computeTask, quotas: new RequestQuotas(quotas) }),
    new Rescue({
      ...{ finder, actions, images, volumes },
      traitsOf: (context, uuid) => placement.inRequest(context).traitsOf(uuid),
    }),
    new Shelving({
      ...{ finder, images, volumes, requestSpecs, computeTask, zones, directory, excluded },
      crossesZones: configuration.get(cinderOptions).cross_az_attach,
    }),
  ];
}
