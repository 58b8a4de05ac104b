// SPDX-License-Identifier: Apache-2.0
import type { PoolFilter } from './pool-filter.js';

/** Pools that were not tried for this resource yet. */
export const ignoreAttemptedHostsFilter: PoolFilter = {
  name: 'IgnoreAttemptedHostsFilter',
  passes: (pool, { retry }) => retry?.backends.includes(pool.id) !== true,
};
