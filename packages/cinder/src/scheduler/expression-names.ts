// SPDX-License-Identifier: Apache-2.0
import type { Names } from './expression.js';
import type { PoolState } from './pool-state.js';
import type { ScheduleRequest } from './schedule-request.js';

/** What a filter or goodness function may name of a pool and a request. */
export function expressionNames(pool: PoolState, { spec, extraSpecs }: ScheduleRequest): Names {
  return {
    stats: {
      host: pool.host,
      total_capacity_gb: pool.total,
      free_capacity_gb: pool.free,
      allocated_capacity_gb: pool.allocated,
      provisioned_capacity_gb: pool.provisioned,
      reserved_percentage: pool.reservedPercentage,
      max_over_subscription_ratio: pool.maxOverSubscriptionRatio,
      volume_backend_name: pool.capabilities.volume_backend_name,
      vendor_name: pool.capabilities.vendor_name,
      driver_version: pool.capabilities.driver_version,
      storage_protocol: pool.capabilities.storage_protocol,
    },
    capabilities: pool.capabilities,
    volume: spec.volume_properties ?? {},
    qos: (spec.volume_properties?.qos_specs ?? {}) as Record<string, unknown>,
    extra: extraSpecs,
  };
}
