// SPDX-License-Identifier: Apache-2.0
import { CinderError, Conflict, Invalid, NotFound } from './base.js';

export class InvalidVolumeType extends Invalid {
  constructor(reason: string) {
    super(`Invalid volume type: ${reason}`);
  }
}

export class VolumeTypeNotFound extends NotFound {
  constructor(volumeTypeId: string) {
    super(`Volume type ${volumeTypeId} could not be found.`);
  }
}

export class VolumeTypeNotFoundByName extends NotFound {
  constructor(name: string) {
    super(`Volume type with name ${name} could not be found.`);
  }
}

export class VolumeTypeExists extends Conflict {
  constructor(nameOrId: string) {
    super(`Volume Type ${nameOrId} already exists.`);
  }
}

export class VolumeTypeAccessNotFound extends NotFound {
  constructor(volumeTypeId: string, projectId: string) {
    super(`Volume type access not found for ${volumeTypeId} / ${projectId} combination.`);
  }
}

export class VolumeTypeAccessExists extends Conflict {
  constructor(volumeTypeId: string, projectId: string) {
    super(`Volume type access for ${volumeTypeId} / ${projectId} combination already exists.`);
  }
}

export class VolumeTypeExtraSpecsNotFound extends NotFound {
  constructor(volumeTypeId: string, key: string) {
    super(`Volume Type ${volumeTypeId} has no extra specs with key ${key}.`);
  }
}

/** Answered 400: upstream's extension catches it. */
export class VolumeTypeInUse extends Invalid {
  constructor(volumeTypeId: string) {
    super(`Volume Type ${volumeTypeId} deletion is not allowed with volumes present with the type.`);
  }
}

export class VolumeTypeDeletionError extends Invalid {
  constructor(volumeTypeId: string) {
    super(`The volume type ${volumeTypeId} is the only currently defined volume type and cannot be deleted.`);
  }
}

export class VolumeTypeDefaultDeletionError extends Invalid {
  constructor(volumeTypeId: string) {
    super(`The volume type ${volumeTypeId} is a default volume type and cannot be deleted.`);
  }
}

/** The type that `default_volume_type` names is not there: an operator's fault (500). */
export class VolumeTypeDefaultMisconfiguredError extends CinderError {
  constructor(name: string) {
    super(`The request cannot be fulfilled as the default volume type ${name} cannot be found.`);
  }
}

export class VolumeTypeProjectDefaultNotFound extends NotFound {
  constructor(projectId: string) {
    super(`Default type for project ${projectId} not found.`);
  }
}

export class VolumeTypeEncryptionExists extends Invalid {
  constructor(volumeTypeId: string) {
    super(`Volume type encryption for type ${volumeTypeId} already exists.`);
  }
}

export class VolumeTypeEncryptionNotFound extends NotFound {
  constructor(volumeTypeId: string) {
    super(`Volume type encryption for type ${volumeTypeId} does not exist.`);
  }
}

export class GlanceStoreNotFound extends NotFound {
  constructor(storeId: string) {
    super(`Store ${storeId} not enabled in glance.`);
  }
}

export class GlanceStoreReadOnly extends Invalid {
  constructor(storeId: string) {
    super(`Store ${storeId} is read-only in glance.`);
  }
}
