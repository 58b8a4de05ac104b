// SPDX-License-Identifier: Apache-2.0
import { Conflict, Invalid, NotFound } from './base.js';
import { MigrationNotFound } from './instances.js';

export class InstanceTagNotFound extends NotFound {
  constructor(instanceUuid: string, tag: string) {
    super(`Instance ${instanceUuid} has no tag '${tag}'`);
  }
}

/** The same to who looks for it, in other words. */
export class NoSuchTag extends NotFound {
  constructor(instanceUuid: string, tag: string) {
    super(`Server ${instanceUuid} has no tag '${tag}'`);
  }
}

/** More tags than a server may have. */
export class TooManyTags extends Invalid {
  constructor(maximum: number) {
    super(`The number of tags exceeded the per-server limit ${maximum}`);
  }
}

export class InstanceMetadataNotFound extends NotFound {
  constructor() {
    super('Metadata item was not found');
  }
}

export class InstanceNotRescuable extends Invalid {
  constructor(instanceUuid: string, reason: string) {
    super(`Instance ${instanceUuid} cannot be rescued: ${reason}`);
  }
}

export class CannotResizeToSameFlavor extends Invalid {
  constructor() {
    super('When resizing, instances must change flavor!');
  }
}

export class CannotResizeDisk extends Invalid {
  constructor(reason: string) {
    super(`Server disk was unable to be resized because: ${reason}`);
  }
}

export class InstanceNotResized extends Invalid {
  constructor() {
    super('Instance has not been resized.');
  }
}

export class CannotMigrateToSameHost extends Invalid {
  constructor() {
    super('Cannot migrate to the host where the server exists.');
  }
}

/** A move that nobody could begin: why, in the conductor's words. */
export class MoveRefused extends Invalid {}

export class UnshelveHostNotInAZ extends Conflict {
  constructor(host: string, zone: string) {
    super(`Host "${host}" is not in the availability zone "${zone}".`);
  }
}

export class UnsupportedRescueImage extends Invalid {
  constructor(image: string) {
    super(`Requested rescue image '${image}' is not supported`);
  }
}

export class UnableToMigrateToSelf extends Invalid {
  constructor(instanceUuid: string, host: string) {
    super(`Unable to migrate instance (${instanceUuid}) to current host (${host}).`);
  }
}

export class MigrationNotFoundForInstance extends MigrationNotFound {
  constructor(migrationId: string, instanceUuid: string) {
    super(migrationId);
    this.message = `Migration ${migrationId} not found for instance ${instanceUuid}`;
  }
}

export class InvalidMigrationState extends Invalid {
  constructor(migrationId: number, instanceUuid: string, state: string | null, method: string) {
    super(
      `Migration ${migrationId} state of instance ${instanceUuid} is ${state ?? 'None'}. Cannot ${method} while the ` +
        'migration is in this state.',
    );
  }
}

/** The volume is in use, or promised to somebody; only its own server may say what becomes of it. */
export class VolumeNotAttached extends NotFound {
  constructor(instanceUuid: string, volumeId: string) {
    super(`Instance ${instanceUuid} is not attached to volume ${volumeId}`);
  }
}

export class MultiattachNotSupportedOldMicroversion extends Invalid {
  constructor() {
    super('Multiattach volumes are only supported starting with compute API version 2.60.');
  }
}

export class MultiattachToShelvedNotSupported extends Invalid {
  constructor() {
    super('Attaching multiattach volumes is not supported for shelved-offloaded instances.');
  }
}

export class MultiattachSwapVolumeNotSupported extends Invalid {
  constructor() {
    super('Swapping multi-attach volumes with more than one read/write attachment is not supported.');
  }
}

export class VolumeTaggedAttachToShelvedNotSupported extends Invalid {
  constructor() {
    super('Tagged volume attachment is not supported for shelved-offloaded instances.');
  }
}

/** A compute host could not set a password. */
export class PasswordNotSet extends Conflict {}

export class ConsoleTypeInvalid extends Invalid {
  constructor(type: string) {
    super(`Invalid console type ${type}`);
  }
}

/** A fixed address, a floating address or a group was asked for, and there is nobody who has such. */
export class SecurityGroupNotFoundForProject extends NotFound {
  constructor(name: string, projectId: string) {
    super(`Security group ${name} is not found for project ${projectId}`);
  }
}

/** Only a server that has left its host can be told where to go when it comes back. */
export class UnshelveInstanceInvalidState extends Conflict {
  constructor(instanceUuid: string, state: string | null) {
    super(
      `Specifying an availability zone or a host when unshelving server '${instanceUuid}' with status '${state ?? ''}' is ` +
        'not supported. The server status must be SHELVED_OFFLOADED.',
    );
  }
}

/** The host of a server is not heard of; which host that is, owners of servers are not told. */
export class HostNotUp extends Conflict {
  constructor() {
    super('Service is unavailable at this time.');
  }
}

/** A port of another server, or of none. */
export class MissingPort extends NotFound {
  constructor(instanceUuid: string, portId: string) {
    super(`Instance ${instanceUuid} does not have a port with id ${portId}`);
  }
}
