// SPDX-License-Identifier: Apache-2.0
import { Conflict, Invalid, NotFound } from './base.js';

export class QoSSpecsNotFound extends NotFound {
  constructor(specsId: string) {
    super(`No such QoS spec ${specsId}.`);
  }
}

export class QoSSpecsKeyNotFound extends NotFound {
  constructor(specsId: string, key: string) {
    super(`QoS spec ${specsId} has no spec with key ${key}.`);
  }
}

export class QoSSpecsExists extends Conflict {
  constructor(nameOrId: string) {
    super(`QoS Specs ${nameOrId} already exists.`);
  }
}

export class InvalidQoSSpecs extends Invalid {
  constructor(reason: string) {
    super(`Invalid qos specs: ${reason}`);
  }
}

/** Answered 400: upstream's extension catches it. */
export class QoSSpecsInUse extends Invalid {
  constructor(specsId: string) {
    super(`QoS Specs ${specsId} is still associated with entities.`);
  }
}
