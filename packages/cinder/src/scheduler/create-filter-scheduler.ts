// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { schedulerOptions } from '../options/index.js';
import type { ServiceRepository } from '../services/service-repository.js';
import { affinityFilters } from './filters/affinity.js';
import { availabilityZoneFilter } from './filters/availability-zone.js';
import { capabilitiesFilter } from './filters/capabilities.js';
import { capacityFilter } from './filters/capacity.js';
import { driverFilter } from './filters/driver.js';
import { ignoreAttemptedHostsFilter } from './filters/ignore-attempted-hosts.js';
import { instanceLocalityFilter, type ServerHost } from './filters/instance-locality.js';
import { jsonFilter } from './filters/json.js';
import { FilterScheduler } from './filter-scheduler.js';
import { HostManager } from './host-manager.js';
import type { ScheduledGroups } from './scheduled-groups.js';
import { poolWeighers } from './weighers/weighers.js';

export interface FilterSchedulerParts {
  readonly configuration: Configuration;
  readonly services: ServiceRepository;
  readonly volumes: ScheduledGroups;
  readonly serverHost: ServerHost;
  readonly logger: Logger;
}

/** The choice of pools as configured. Throws for filters and weighers that there are not. */
export function createFilterScheduler({ configuration, services, volumes, serverHost, logger }: FilterSchedulerParts) {
  const settings = configuration.get(schedulerOptions);
  const hosts = new HostManager({
    services: async () =>
      (await services.list({ topic: 'cinder-volume', disabled: false, frozen: false })).flatMap((row) =>
        row.host !== null && services.isUp(row)
          ? [{ host: row.host, clusterName: row.clusterName, availabilityZone: row.availabilityZone }]
          : [],
      ),
    defaultRatio: settings.max_over_subscription_ratio,
    logger,
  });
  const scheduler = new FilterScheduler({
    hosts,
    filters: [
      availabilityZoneFilter,
      capacityFilter,
      capabilitiesFilter,
      driverFilter(logger),
      ignoreAttemptedHostsFilter,
      jsonFilter,
      ...affinityFilters((backend, ids, projectId) => volumes.volumesOn(backend, ids, projectId)),
      instanceLocalityFilter(serverHost),
    ],
    weighers: poolWeighers(settings, (backend) => volumes.countVolumes(backend)),
    settings,
    logger,
  });
  return { hosts, scheduler };
}
