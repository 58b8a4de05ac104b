// SPDX-License-Identifier: Apache-2.0
import { Invalid, InvalidInput } from './base.js';

export class InvalidAPIVersionString extends Invalid {
  constructor(version: string) {
    super(`API Version String ${version} is of invalid format. Must be of format MajorNum.MinorNum.`);
  }
}

export class InvalidGlobalAPIVersion extends Invalid {
  constructor(requested: string, minimum: string, maximum: string) {
    super(`Version ${requested} is not supported by the API. Minimum is ${minimum} and maximum is ${maximum}.`);
  }
}

export class InvalidName extends Invalid {
  /** @param reason - what a name has to be */
  constructor(reason: string) {
    super(`An invalid 'name' value was provided. The name must be: ${reason}`);
  }
}

/** A project that the identity service does not know. */
export class InvalidProject extends Invalid {
  constructor(projectId: string) {
    super(`Project ID ${projectId} is not a valid project.`);
  }
}

/** Text or number outside of its bounds (nova/utils.py). */
export class OutOfBounds extends InvalidInput {}
