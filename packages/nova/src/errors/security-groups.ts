// SPDX-License-Identifier: Apache-2.0
import { Invalid, NotFound, OverQuota } from './base.js';

/** The network service allows no more groups, or no more rules. */
export class SecurityGroupLimitExceeded extends OverQuota {}

export class SecurityGroupRuleNotFound extends NotFound {
  constructor(id: string) {
    super(`Security group rule ${id} does not exist`);
  }
}

/** A server that no port belongs to has nothing that could be in a group. */
export class NoPortForSecurityGroup extends NotFound {
  constructor(instanceUuid: string) {
    super(`instance_id ${instanceUuid} could not be found as device id on any ports`);
  }
}

export class SecurityGroupNotAssociated extends NotFound {
  constructor(name: string, instanceUuid: string) {
    super(`Security group ${name} not associated with the instance ${instanceUuid}`);
  }
}

export class InvalidIpProtocol extends Invalid {
  constructor(protocol: string) {
    super(`Invalid IP protocol ${protocol}.`);
  }
}

export class InvalidPortRange extends Invalid {
  constructor(from: number, to: number, reason: string) {
    super(`Invalid port range ${from}:${to}. ${reason}`);
  }
}

export class InvalidCidr extends Invalid {
  constructor(cidr: string) {
    super(`${cidr} is not a valid IP network.`);
  }
}
