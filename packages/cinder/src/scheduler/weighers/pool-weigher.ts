// SPDX-License-Identifier: Apache-2.0
import type { PoolState } from '../pool-state.js';
import type { ScheduleRequest } from '../schedule-request.js';

/** Says how good a pool is for what is asked; higher is better. */
export interface PoolWeigher {
  /** Upstream's class name, as `scheduler_default_weighers` has it. */
  readonly name: string;
  /** Below 0 turns it round. */
  readonly multiplier: number;
  weigh(pool: PoolState, request: ScheduleRequest): number | Promise<number>;
}

export interface WeighedPool {
  readonly pool: PoolState;
  readonly weight: number;
}

/** Pools from the best to the worst: each weigher's values are brought to 0 … 1 first, as upstream's OrderedHostWeightHandler. */
export async function weighPools(
  pools: readonly PoolState[],
  weighers: readonly PoolWeigher[],
  request: ScheduleRequest,
): Promise<WeighedPool[]> {
  const weights = pools.map(() => 0);
  for (const weigher of weighers) {
    const values = await Promise.all(pools.map(async (pool) => weigher.weigh(pool, request)));
    normalised(values).forEach((value, index) => {
      weights[index] = (weights[index] ?? 0) + weigher.multiplier * value;
    });
  }
  return pools.map((pool, index) => ({ pool, weight: weights[index] ?? 0 })).sort((a, b) => b.weight - a.weight);
}

/** Infinite ones are put a tenth beyond the largest finite one. */
function normalised(values: readonly number[]): readonly number[] {
  const finite = values.filter(Number.isFinite);
  const [low, top] = [Math.min(...finite), Math.max(...finite)];
  const beyond = top + Math.max((top - low) * 10, 1);
  const bounded =
    finite.length === 0 ? values.map(() => 0) : values.map((value) => (Number.isFinite(value) ? value : beyond));
  const [least, most] = [Math.min(...bounded), Math.max(...bounded)];
  return bounded.map((value) => (most === least ? 0 : (value - least) / (most - least)));
}
