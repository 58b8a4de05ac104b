// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { INTEGER, smallestOf } from '../hosts/host-aggregates.js';
import type { HostState } from '../hosts/host-state.js';
import type { HostFilter } from './host-filter.js';

export interface LoadFilterSettings {
  readonly max_io_ops_per_host: number;
  readonly max_instances_per_host: number;
}

/** Filters by how busy and how full a host is; those of aggregates let these say how much is too much. */
export function loadFilters(settings: LoadFilterSettings, logger: Logger): readonly HostFilter[] {
  const ofAggregates = (host: HostState, key: keyof LoadFilterSettings): number => {
    const limit = smallestOf(host.aggregates, key, settings[key], INTEGER);
    if (limit === undefined) logger.warning(`Could not decode ${key} of the aggregates of ${host.host}`);
    return limit ?? settings[key];
  };
  return [
    { name: 'IoOpsFilter', passes: (host) => host.ioOperations < settings.max_io_ops_per_host },
    { name: 'AggregateIoOpsFilter', passes: (host) => host.ioOperations < ofAggregates(host, 'max_io_ops_per_host') },
    { name: 'NumInstancesFilter', passes: (host) => host.instanceCount < settings.max_instances_per_host },
    {
      name: 'AggregateNumInstancesFilter',
      passes: (host) => host.instanceCount < ofAggregates(host, 'max_instances_per_host'),
    },
  ];
}
