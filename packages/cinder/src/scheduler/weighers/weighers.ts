// SPDX-License-Identifier: Apache-2.0
import { backendOf } from '../../rpc/addressing.js';
import { evaluateExpression } from '../expression.js';
import { expressionNames } from '../expression-names.js';
import { virtualFree } from '../pool-state.js';
import { isThin } from '../schedule-request.js';
import type { PoolWeigher } from './pool-weigher.js';

export interface WeigherSettings {
  readonly capacity_weight_multiplier: number;
  readonly allocated_capacity_weight_multiplier: number;
  readonly volume_number_multiplier: number;
}

/** How many volumes a back end (`host@backend`) has. */
export type VolumeCount = (backend: string) => Promise<number>;

/** All weighers that there are; `scheduler_default_weighers` names those that count. */
export function poolWeighers(settings: WeigherSettings, volumeCount: VolumeCount): readonly PoolWeigher[] {
  return [
    {
      name: 'CapacityWeigher',
      multiplier: settings.capacity_weight_multiplier,
      // A back end that cannot tell what is free is the last choice, whichever way round.
      weigh: (pool, request) => {
        const free = virtualFree(pool, isThin(request));
        return Number.isFinite(free) ? free : settings.capacity_weight_multiplier > 0 ? -1 : Infinity;
      },
    },
    {
      name: 'AllocatedCapacityWeigher',
      multiplier: settings.allocated_capacity_weight_multiplier,
      weigh: (pool) => pool.allocated,
    },
    { name: 'ChanceWeigher', multiplier: 1, weigh: () => Math.random() },
    {
      name: 'GoodnessWeigher',
      multiplier: 1,
      weigh: (pool, request) => {
        const text = pool.capabilities.goodness_function;
        if (typeof text !== 'string' || text === '') return 0;
        try {
          const value = evaluateExpression(text, expressionNames(pool, request));
          if (typeof value === 'boolean') return value ? 100 : 0;
          return typeof value === 'number' && value >= 0 && value <= 100 ? value : 0;
        } catch {
          return 0;
        }
      },
    },
    {
      name: 'VolumeNumberWeigher',
      multiplier: settings.volume_number_multiplier,
      weigh: (pool) => volumeCount(backendOf(pool.host)),
    },
  ];
}
