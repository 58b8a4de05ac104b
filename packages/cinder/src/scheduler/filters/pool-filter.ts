// SPDX-License-Identifier: Apache-2.0
import type { PoolState } from '../pool-state.js';
import type { ScheduleRequest } from '../schedule-request.js';

/** Says of a pool whether it may take what is asked for. */
export interface PoolFilter {
  /** Upstream's class name, as `scheduler_default_filters` has it. */
  readonly name: string;
  passes(pool: PoolState, request: ScheduleRequest): boolean | Promise<boolean>;
}
