// SPDX-License-Identifier: Apache-2.0
import { Invalid, NovaError } from './base.js';

export class InstanceNotRescuable extends Invalid {
  constructor(id: string, reason: string, options?: ErrorOptions) {
    super(`Instance ${id} cannot be rescued: ${reason}`, options);
  }
}

/** Why a server cannot get onto the host that it is to move to. */
export class MigrationPreCheckError extends NovaError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Migration pre-check error: ${reason}`, options);
  }
}

export class UnableToMigrateToSelf extends Invalid {
  constructor(instanceId: string, host: string) {
    super(`Unable to migrate instance (${instanceId}) to current host (${host}).`);
  }
}

export class UnshelveException extends NovaError {
  constructor(instanceId: string, reason: string) {
    super(`Error during unshelve instance ${instanceId}: ${reason}`);
  }
}
