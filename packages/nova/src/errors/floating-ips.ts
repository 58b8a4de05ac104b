// SPDX-License-Identifier: Apache-2.0
import { Conflict, Invalid, NotFound, OverQuota } from './base.js';

export class FloatingIpNotFound extends NotFound {
  constructor(id: string) {
    super(`Floating IP not found for ID ${id}`);
  }
}

export class FloatingIpNotFoundForAddress extends NotFound {
  constructor(address: string) {
    super(`Floating IP not found for address ${address}.`);
  }
}

export class FloatingIpMultipleFoundForAddress extends Conflict {
  constructor(address: string) {
    super(`Multiple floating IPs are found for address ${address}.`);
  }
}

export class FloatingIpPoolNotFound extends NotFound {
  constructor() {
    super('Floating IP pool not found.');
  }
}

/** Several external networks have the name that a request gives. Upstream fails with 500 at it. */
export class FloatingIpPoolAmbiguous extends Invalid {
  constructor(pool: string) {
    super(`Multiple floating IP pools matches found for name '${pool}'`);
  }
}

export class NoMoreFloatingIps extends NotFound {
  /** @param pool - null where the request named none */
  constructor(pool: string | null) {
    super(pool === null ? 'No more floating IPs available.' : `No more floating IPs in pool ${pool}.`);
  }
}

export class FloatingIpLimitExceeded extends OverQuota {
  /** @param pool - null where the request named none */
  constructor(pool: string | null) {
    super(pool === null ? 'IP allocation over quota.' : `IP allocation over quota in pool ${pool}.`);
  }
}

/** The network service refuses a request for a floating IP, in its own words. */
export class FloatingIpBadRequest extends Invalid {}

/** A floating IP cannot be given to a server: why. */
export class FloatingIpAssociateFailed extends Invalid {}

/** A floating IP is another server's, or nobody's. */
export class FloatingIpNotAssociated extends Conflict {
  constructor(address: string, instanceUuid: string) {
    super(`Floating IP ${address} is not associated with instance ${instanceUuid}.`);
  }
}
