// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { SchedulerHostFilterNotFound } from '../errors/scheduler.js';
import { filterSchedulerOptions, schedulerOptions, serviceOptions, zoneOptions } from '../options/index.js';
import type { Placement } from '../placement/placement.js';
import { className, enabledFilters } from './filters/filter-chain.js';
import { hostFilters } from './filters/host-filters.js';
import { FilterScheduler } from './filter-scheduler.js';
import { HostChooser } from './host-chooser.js';
import { AggregateIndex } from './hosts/host-aggregates.js';
import { HostManager } from './hosts/host-manager.js';
import {
  imagePropertyOptions,
  metricsOptions,
  pinningWorkaroundOptions,
  zoneQueryOptions,
} from '../options/scheduler-own.js';
import type { HostAggregates, SchedulerCells } from './ports.js';
import { RequestFilters } from './request-filters.js';
import type { HostWeigher } from './weighers/host-weigher.js';
import { metricSettingsOf } from './weighers/metric-settings.js';
import { hostWeighers } from './weighers/weighers.js';
import { isHeardWithin } from '../hosts/is-heard-within.js';

const ALL_WEIGHERS = 'nova.scheduler.weights.all_weighers';

export interface FilterSchedulerParts {
  readonly configuration: Configuration;
  readonly cells: SchedulerCells;
  readonly aggregates: HostAggregates;
  readonly placement: Placement;
  readonly logger: Logger;
}

/** The choice of hosts as configured. Throws `SchedulerHostFilterNotFound` for filters and weighers that there are not. */
export function createFilterScheduler({ configuration, cells, aggregates, placement, logger }: FilterSchedulerParts) {
  const options = configuration.get(schedulerOptions);
  const settings = configuration.get(filterSchedulerOptions);
  const metrics = configuration.get(metricsOptions);
  const { service_down_time: downTime } = configuration.get(serviceOptions);
  const { default_availability_zone: defaultZone } = configuration.get(zoneOptions);
  const metricSettings = metricSettingsOf(metrics.weight_setting, logger);
  const index = new AggregateIndex(aggregates);
  const hosts = new HostManager({ cells, aggregates: index, tracksInstances: settings.track_instance_changes, logger });
  const filters = hostFilters({
    isUp: (service) => isHeardWithin(downTime, service),
    defaultArchitecture: configuration.get(imagePropertyOptions).image_properties_default_architecture,
    aggregates: {
      defaultZone,
      isolationNamespace: settings.aggregate_image_properties_isolation_namespace,
      isolationSeparator: settings.aggregate_image_properties_isolation_separator,
    },
    settings,
    metrics: [...metricSettings.keys()],
    logger,
  });
  const weighers = hostWeighers(settings, { ...metrics, settings: metricSettings }, logger);
  const scheduler = new FilterScheduler({
    placement,
    hosts,
    chooser: new HostChooser({
      filters: enabledFilters(filters, settings.available_filters, settings.enabled_filters),
      weighers: enabledWeighers(weighers, settings.weight_classes),
      subsetSize: settings.host_subset_size,
      shufflesBest: settings.shuffle_best_same_weighed_hosts,
      logger,
    }),
    requestFilters: new RequestFilters({
      settings: { ...options, ...configuration.get(zoneQueryOptions) },
      aggregates,
      logger,
    }),
    settings: {
      maxAttempts: options.max_attempts,
      maxResults: options.max_placement_results,
      asksForVirtualToo: !configuration.get(pinningWorkaroundOptions).disable_fallback_pcpu_query,
    },
    logger,
  });
  return { scheduler, aggregates: index, tracker: hosts.tracker, defaultZone };
}

function enabledWeighers(weighers: readonly HostWeigher[], classes: readonly string[]): readonly HostWeigher[] {
  if (classes.includes(ALL_WEIGHERS)) return weighers;
  const byName = new Map(weighers.map((weigher) => [weigher.name, weigher]));
  return classes.map((dotted) => {
    const found = byName.get(className(dotted));
    if (found === undefined) throw new SchedulerHostFilterNotFound(dotted);
    return found;
  });
}
