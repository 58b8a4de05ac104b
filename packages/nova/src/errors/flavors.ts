// SPDX-License-Identifier: Apache-2.0
import { Conflict, NotFound, ValidationError } from './base.js';

export class FlavorNotFound extends NotFound {
  constructor(flavorId: string) {
    super(`Flavor ${flavorId} could not be found.`);
  }
}

export class FlavorExists extends Conflict {
  constructor(name: string) {
    super(`Flavor with name ${name} already exists.`);
  }
}

export class FlavorIdExists extends Conflict {
  constructor(flavorId: string) {
    super(`Flavor with ID ${flavorId} already exists.`);
  }
}

export class FlavorAccessExists extends Conflict {
  /** @param flavorId - number of the row, as upstream tells it */
  constructor(flavorId: number, projectId: string) {
    super(`Flavor access already exists for flavor ${flavorId} and project ${projectId} combination.`);
  }
}

/** From 2.7 on, access to what everybody has is no access to give. */
export class PublicFlavorAccess extends Conflict {
  constructor() {
    super('Can not add access to a public flavor.');
  }
}

export class FlavorAccessNotFound extends NotFound {
  constructor(flavorId: number, projectId: string) {
    super(`Flavor access not found for ${flavorId} / ${projectId} combination.`);
  }
}

export class FlavorAccessListNotAvailable extends NotFound {
  constructor() {
    super('Access list not available for public flavors.');
  }
}

export class FlavorExtraSpecsNotFound extends NotFound {
  constructor(flavorId: string, key: string) {
    super(`Flavor ${flavorId} has no extra specs with key ${key}.`);
  }
}

/** An extra spec that is none of those known, or has a value that it cannot have (2.86). */
export class InvalidExtraSpec extends ValidationError {
  constructor(reason: string) {
    super(`Validation failed; ${reason}`);
  }
}
