// SPDX-License-Identifier: Apache-2.0
import { Conflict, Invalid, NotFound } from './base.js';

export class InvalidGroupType extends Invalid {
  constructor(reason: string) {
    super(`Invalid group type: ${reason}`);
  }
}

export class GroupTypeNotFound extends NotFound {
  constructor(groupTypeId: string) {
    super(`Group type ${groupTypeId} could not be found.`);
  }
}

export class GroupTypeNotFoundByName extends NotFound {
  constructor(name: string) {
    super(`Group type with name ${name} could not be found.`);
  }
}

export class GroupTypeExists extends Conflict {
  constructor(nameOrId: string) {
    super(`Group Type ${nameOrId} already exists.`);
  }
}

export class GroupTypeAccessNotFound extends NotFound {
  constructor(groupTypeId: string, projectId: string) {
    super(`Group type access not found for ${groupTypeId} / ${projectId} combination.`);
  }
}

export class GroupTypeAccessExists extends Conflict {
  constructor(groupTypeId: string, projectId: string) {
    super(`Group type access for ${groupTypeId} / ${projectId} combination already exists.`);
  }
}

export class GroupTypeSpecsNotFound extends NotFound {
  constructor(groupTypeId: string, key: string) {
    super(`Group Type ${groupTypeId} has no specs with key ${key}.`);
  }
}

/** Answered 400: upstream's controller catches it. */
export class GroupTypeInUse extends Invalid {
  constructor(groupTypeId: string) {
    super(`Group Type ${groupTypeId} deletion is not allowed with groups present with the type.`);
  }
}
