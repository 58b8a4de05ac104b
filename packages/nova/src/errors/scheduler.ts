// SPDX-License-Identifier: Apache-2.0
import { NotFound, NovaError } from './base.js';

/** A filter or a weigher that options name and that there is not. */
export class SchedulerHostFilterNotFound extends NotFound {
  constructor(name: string) {
    super(`Scheduler Host Filter ${name} could not be found.`);
  }
}

/** What is asked can be seen to fit nowhere before placement is asked. */
export class RequestFilterFailed extends NovaError {
  constructor(reason: string) {
    super(`Scheduling failed: ${reason}`);
  }
}

export class ComputeHostMetricNotFound extends NotFound {
  constructor(host: string, node: string, name: string) {
    super(`Metric ${name} could not be found on the compute host node ${host}.${node}.`);
  }
}

/** Two groups of resources of one request have the same suffix. */
export class RequestGroupSuffixConflict extends NovaError {
  constructor(suffix: string) {
    super(`Duplicate request group suffix ${suffix}.`);
  }
}
