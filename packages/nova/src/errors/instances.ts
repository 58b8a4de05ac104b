// SPDX-License-Identifier: Apache-2.0
import { Conflict, Invalid, NotFound, NovaError } from './base.js';

export class InstanceNotFound extends NotFound {
  constructor(id: string) {
    super(`Instance ${id} could not be found.`);
  }
}

/** A server is not in a state that an action starts from. */
export class InstanceInvalidState extends Conflict {
  constructor(
    readonly instanceUuid: string,
    readonly attribute: string,
    readonly state: string | null,
    readonly method: string,
  ) {
    super(
      `Instance ${instanceUuid} in ${attribute} ${state ?? 'None'}. Cannot ${method} while the instance is in this state.`,
    );
  }
}

export class InstanceIsLocked extends Conflict {
  constructor(id: string) {
    super(`Instance ${id} is locked`);
  }
}

/** An action needs a server that has a host. */
export class InstanceNotReady extends Conflict {
  constructor(id: string) {
    super(`Instance ${id} is not ready`);
  }
}

const list = (states: readonly (string | null)[]): string =>
  `[${states.map((state) => (state === null ? 'None' : `'${state}'`)).join(', ')}]`;

/** A server is in another state than the writer believed: it changed meanwhile. */
export class InstanceUpdateConflict extends NovaError {
  constructor(id: string, expected: string, actual: string) {
    super(`Conflict updating instance ${id}. Expected: ${expected}. Actual: ${actual}`);
  }
}

export class UnexpectedTaskStateError extends InstanceUpdateConflict {
  constructor(id: string, expected: readonly (string | null)[], actual: string | null) {
    super(id, `{'task_state': ${list(expected)}}`, `{'task_state': ${actual === null ? 'None' : `'${actual}'`}}`);
  }
}

/** It is being deleted, which whoever was at work on it takes for the end of that work. */
export class UnexpectedDeletingTaskStateError extends UnexpectedTaskStateError {}

export class UnexpectedVMStateError extends InstanceUpdateConflict {
  constructor(id: string, expected: readonly (string | null)[], actual: string | null) {
    super(id, `{'vm_state': ${list(expected)}}`, `{'vm_state': ${actual === null ? 'None' : `'${actual}'`}}`);
  }
}

/** A build failed on this host and may work on another. */
export class RescheduledException extends NovaError {
  constructor(id: string, reason: string, options?: ErrorOptions) {
    super(`Build of instance ${id} was re-scheduled: ${reason}`, options);
  }
}

/** A build failed for good. */
export class BuildAbortException extends NovaError {
  constructor(id: string, reason: string, options?: ErrorOptions) {
    super(`Build of instance ${id} aborted: ${reason}`, options);
  }
}

export class NoValidHost extends NovaError {
  constructor(reason: string) {
    super(`No valid host was found. ${reason}`);
  }
}

/** Every host that was tried failed. */
export class MaxRetriesExceeded extends NoValidHost {
  constructor(reason: string) {
    super('');
    this.message = `Exceeded maximum number of retries. ${reason}`;
  }
}

export class ComputeResourcesUnavailable extends NovaError {
  constructor(reason: string) {
    super(`Insufficient compute resources: ${reason}.`);
  }
}

export class VolumeBDMNotFound extends NotFound {
  constructor(volumeId: string) {
    super(`No volume Block Device Mapping with id ${volumeId}.`);
  }
}

/** @param message - the whole of it, as upstream gives it */
export class InvalidBDM extends Invalid {
  constructor(message = 'Block Device Mapping is Invalid.', options?: ErrorOptions) {
    super(message, options);
  }
}

/** A request that did nothing with a server. */
export class InstanceActionNotFound extends NotFound {
  constructor(requestId: string, instanceUuid: string) {
    super(`Action for request_id ${requestId} on instance ${instanceUuid} not found`);
  }
}

export class InstanceActionEventNotFound extends NotFound {
  constructor(event: string, actionId: number) {
    super(`Event ${event} not found for action id ${actionId}`);
  }
}

export class MigrationNotFound extends NotFound {
  constructor(id: string) {
    super(`Migration ${id} could not be found.`);
  }
}

export class BuildRequestNotFound extends NotFound {
  constructor(uuid: string) {
    super(`BuildRequest not found for instance ${uuid}`);
  }
}

export class InstanceMappingNotFound extends NotFound {
  constructor(uuid: string) {
    super(`Instance ${uuid} has no mapping to a cell.`);
  }
}

export class RequestSpecNotFound extends NotFound {
  constructor(uuid: string) {
    super(`RequestSpec not found for instance ${uuid}`);
  }
}
