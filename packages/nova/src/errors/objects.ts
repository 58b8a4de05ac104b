// SPDX-License-Identifier: Apache-2.0
import { NovaError } from './base.js';

/** Something that cannot be done with a versioned object. */
export class ObjectActionError extends NovaError {
  constructor(action: string, reason: string) {
    super(`Object action ${action} failed because: ${reason}`);
  }
}
