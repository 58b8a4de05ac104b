// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { ServiceValues } from '../../hosts/host.js';
import { affinityFilters } from './affinity.js';
import { aggregateFilters, type AggregateFilterSettings } from './aggregates.js';
import { computeCapabilitiesFilter } from './compute-capabilities.js';
import { allHostsFilter, computeFilter } from './compute.js';
import { metricsFilter, numaTopologyFilter, pciPassthroughFilter } from './devices.js';
import type { HostFilter } from './host-filter.js';
import { imagePropertiesFilter } from './image-properties.js';
import { isolatedHostsFilter, type IsolationSettings } from './isolated-hosts.js';
import { jsonFilter } from './json.js';
import { loadFilters, type LoadFilterSettings } from './load.js';

export interface HostFiltersInit {
  /** Within `service_down_time`, and nobody has said otherwise. */
  readonly isUp: (service: ServiceValues) => boolean;
  readonly defaultArchitecture: string | undefined;
  readonly aggregates: AggregateFilterSettings;
  readonly settings: LoadFilterSettings & IsolationSettings;
  /** Of `[metrics] weight_setting` */
  readonly metrics: readonly string[];
  readonly logger: Logger;
}

/** All filters that there are, by upstream's names. */
export function hostFilters(init: HostFiltersInit): readonly HostFilter[] {
  const { logger, settings } = init;
  return [
    allHostsFilter,
    computeFilter(init.isUp, logger),
    computeCapabilitiesFilter,
    imagePropertiesFilter(init.defaultArchitecture),
    ...affinityFilters,
    ...aggregateFilters(init.aggregates),
    ...loadFilters(settings, logger),
    isolatedHostsFilter(settings),
    jsonFilter,
    metricsFilter(init.metrics),
    numaTopologyFilter(logger),
    pciPassthroughFilter,
  ];
}
