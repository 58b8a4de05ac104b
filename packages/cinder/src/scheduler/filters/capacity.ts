// SPDX-License-Identifier: Apache-2.0
import { availableTotal, virtualFree } from '../pool-state.js';
import { isThin } from '../schedule-request.js';
import type { PoolFilter } from './pool-filter.js';

/** Pools with room, over-subscribed no further than they may be. */
export const capacityFilter: PoolFilter = {
  name: 'CapacityFilter',
  passes(pool, request) {
    if (pool.id === request.existsOn) return true;
    const { size } = request;
    // Something that is only taken under management needs no room.
    if (size === 0) return true;
    const { total, free } = pool;
    if (typeof free !== 'number') return true;
    if (typeof total !== 'number') return pool.reservedPercentage === 0;
    if (total <= 0) return false;
    const thin = isThin(request);
    if (thin && pool.thinSupport) {
      if (pool.maxOverSubscriptionRatio < 1) return false;
      if ((pool.provisioned + size) / availableTotal(pool) > pool.maxOverSubscriptionRatio) return false;
    }
    return virtualFree(pool, thin) >= size;
  },
};
