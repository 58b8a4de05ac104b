// SPDX-License-Identifier: Apache-2.0
import { Conflict, Invalid, NotFound, OverQuota } from './base.js';

export class InstanceGroupNotFound extends NotFound {
  constructor(uuid: string) {
    super(`Instance group ${uuid} could not be found.`);
  }
}

export class ServerGroupLimitExceeded extends OverQuota {
  constructor() {
    super('Quota exceeded, too many server groups.');
  }
}

export class PolicyHasNoRules extends Invalid {
  constructor() {
    super('Only anti-affinity policy supports rules.');
  }
}

/** Compute hosts that are older than the rule. */
export class ServerGroupRuleNotSupported extends Conflict {
  constructor() {
    super('Creating an anti-affinity group with rule max_server_per_host > 1 is not yet supported.');
  }
}
