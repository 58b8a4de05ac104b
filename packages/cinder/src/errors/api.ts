// SPDX-License-Identifier: Apache-2.0
import { Invalid } from './base.js';

export class InvalidName extends Invalid {
  constructor(reason: string) {
    super(`An invalid 'name' value was provided. ${reason}`);
  }
}

/** The text after the service in `OpenStack-API-Version` is no version. */
export class InvalidAPIVersionString extends Invalid {
  constructor(version: string) {
    super(`API Version String ${version} is of invalid format. Must be of format MajorNum.MinorNum.`);
  }
}
