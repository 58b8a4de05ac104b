// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { NovaContext } from '../context.js';
import { computeHostOptions, imageCacheOptions } from '../options/index.js';
import type { ComputeManager } from './compute-manager.js';
import type { ComputeReportsInit } from './compute-reports.js';
import type { ComputeDriver } from './drivers/compute-driver.js';
import type { ComputeStore } from './store/compute-store.js';

/** Seconds between two times of what has no option for it: upstream's. */
const PERIODIC = 60;
const SCHEDULER_SYNC = 120;

/** What a compute host sees to from time to time, with the intervals of an operator's configuration. */
export function choresOf(
  configuration: Configuration,
  parts: {
    readonly manager: ComputeManager;
    readonly driver: ComputeDriver;
    readonly store: ComputeStore;
    readonly context: () => NovaContext;
  },
): ComputeReportsInit['chores'] {
  const { manager, driver, store, context } = parts;
  const { chores, networkHealing } = manager;
  const host = configuration.get(computeHostOptions);
  const cache = configuration.get(imageCacheOptions);
  return [
    { seconds: PERIODIC, what: 'the look at servers that wait', work: () => chores.run(context()) },
    {
      seconds: host.shelved_poll_interval,
      what: 'the look at shelved servers',
      work: () => chores.offloadShelved(context()),
    },
    {
      seconds: host.heal_instance_info_cache_interval,
      what: 'the look at ports',
      work: () => networkHealing.healNext(context()),
    },
    {
      seconds: host.running_deleted_instance_poll_interval,
      what: 'the look at deleted guests',
      work: () => chores.endDeleted(context()),
    },
    {
      seconds: cache.remove_unused_base_images ? cache.manager_interval : 0,
      what: 'the look at cached images',
      work: () => driver.removeUnusedImages(cache.remove_unused_original_minimum_age_seconds),
    },
    {
      seconds: host.instance_delete_interval,
      what: 'the look at tokens of consoles',
      work: () => store.cleanExpiredConsoles(context()),
    },
    { seconds: SCHEDULER_SYNC, what: 'the word to the schedulers', work: () => chores.syncScheduler(context()) },
  ];
}
