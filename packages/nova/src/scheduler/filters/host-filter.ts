// SPDX-License-Identifier: Apache-2.0
import type { HostState } from '../hosts/host-state.js';
import type { ScheduleRequest } from '../schedule-request.js';

/** Says of one host whether a request may have it. */
export interface HostFilter {
  /** Upstream's class name, as `enabled_filters` has it. */
  readonly name: string;
  /** Whether what it looks at stays the same while the instances of one request are placed. */
  readonly oncePerRequest?: boolean;
  /** Whether it counts for an instance that stays on its host and gets another image too. */
  readonly onRebuild?: boolean;
  passes(host: HostState, request: ScheduleRequest): boolean;
}
