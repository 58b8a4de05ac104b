// SPDX-License-Identifier: Apache-2.0
import { Invalid, NotFound, QuotaError } from './base.js';

export class InvalidQuotaValue extends Invalid {
  constructor(unders: readonly string[]) {
    super(`Change would make usage less than 0 for the following resources: ${unders.join(', ')}`);
  }
}

export class QuotaResourceUnknown extends NotFound {
  constructor(unknown: readonly string[]) {
    super(`Unknown quota resources [${unknown.map((name) => `'${name}'`).join(', ')}].`);
  }
}

/** Sizes in GiB. */
export class VolumeSizeExceedsAvailableQuota extends QuotaError {
  constructor(over: {
    readonly name: string;
    readonly requested: number;
    readonly quota: number;
    readonly consumed: number;
  }) {
    super(
      `Requested volume or snapshot exceeds allowed ${over.name} quota. Requested ${over.requested}G, quota is ` +
        `${over.quota}G and ${over.consumed}G has been consumed.`,
    );
  }
}

/** Sizes in GiB. */
export class VolumeSizeExceedsLimit extends QuotaError {
  constructor({ size, limit }: { readonly size: number; readonly limit: number }) {
    super(`Requested volume size ${size}G is larger than maximum allowed limit ${limit}G.`);
  }
}

export class VolumeLimitExceeded extends QuotaError {
  constructor({ allowed, name = 'volumes' }: { readonly allowed: number; readonly name?: string }) {
    super(`Maximum number of volumes allowed (${allowed}) exceeded for quota '${name}'.`);
  }
}

export class SnapshotLimitExceeded extends QuotaError {
  constructor({ allowed }: { readonly allowed: number }) {
    super(`Maximum number of snapshots allowed (${allowed}) exceeded`);
  }
}

export class GroupLimitExceeded extends QuotaError {
  constructor({ allowed }: { readonly allowed: number }) {
    super(`Maximum number of groups allowed (${allowed}) exceeded`);
  }
}

export class UnexpectedOverQuota extends QuotaError {
  constructor(name: string) {
    super(`Unexpected over quota on ${name}.`);
  }
}
