// SPDX-License-Identifier: Apache-2.0
import { Invalid, OverQuota } from './base.js';

/** A limit of a user over that of the project, of a project under that of a user, or under what is used. */
export class QuotaLimitOutOfBounds extends Invalid {}

/** Each part names resources or amounts, with commas between. */
export class TooManyInstances extends OverQuota {
  constructor({
    overs,
    requested,
    used,
    allowed,
  }: Readonly<Record<'overs' | 'requested' | 'used' | 'allowed', string>>) {
    super(`Quota exceeded for ${overs}: Requested ${requested}, but already used ${used} of ${allowed} ${overs}`);
  }
}
