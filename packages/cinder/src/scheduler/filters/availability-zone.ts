// SPDX-License-Identifier: Apache-2.0
import type { PoolFilter } from './pool-filter.js';

/** Pools in one of the zones that were asked for. */
export const availabilityZoneFilter: PoolFilter = {
  name: 'AvailabilityZoneFilter',
  passes(pool, { spec }) {
    const zones = spec.availability_zones ?? [];
    const own = pool.service.availabilityZone;
    if (zones.length > 0) return own !== null && zones.includes(own);
    const asked = spec.volume_properties?.availability_zone;
    return typeof asked !== 'string' || asked === own;
  },
};
