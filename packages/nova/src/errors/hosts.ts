// SPDX-License-Identifier: Apache-2.0
import { Conflict, Invalid, NotFound } from './base.js';

export class ComputeHostNotFound extends NotFound {
  constructor(host: string) {
    super(`Compute host ${host} could not be found.`);
  }
}

/** Upstream's class is an Invalid; all routes that meet it answer what is not found. */
export class HostMappingNotFound extends NotFound {
  constructor(name: string) {
    super(`Host '${name}' is not mapped to any cell`);
  }
}

export class CellMappingNotFound extends NotFound {
  constructor(uuid: string) {
    super(`Cell ${uuid} has no mapping.`);
  }
}

export class HostBinaryNotFound extends NotFound {
  constructor(host: string, binary: string) {
    super(`Could not find binary ${binary} on host ${host}.`);
  }
}

export class HypervisorNotFound extends NotFound {
  constructor(id: string) {
    super(`Hypervisor with ID '${id}' could not be found.`);
  }
}

export class NoMatchingHypervisor extends NotFound {
  constructor(pattern: string) {
    super(`No hypervisor matching '${pattern}' could be found.`);
  }
}

export class ServiceNotFound extends NotFound {
  constructor(id: string) {
    super(`Service ${id} not found.`);
  }
}

/** A number that services of several cells have. */
export class ServiceNotUnique extends Invalid {
  constructor(id: string) {
    super(`Service id ${id} refers to multiple services.`);
  }
}

/** A compute service that still has servers or migrations. */
export class ComputeServiceInUse extends Conflict {}

/** Only compute services can be switched off and on. */
export class ServiceNotUpdatable extends Invalid {
  constructor(binary: string) {
    super(`Updating a ${binary} service is not supported. Only nova-compute services can be updated.`);
  }
}

export class EvacuationsNotCompleted extends Invalid {
  constructor(host: string) {
    super(
      `Unable to force up host ${host} as \`done\` evacuation migration records remain associated with the host. Ensure ` +
        'the compute service has been restarted, allowing these records to move to `completed` before retrying this request.',
    );
  }
}

/** A compute service that has not been heard of. */
export class ComputeServiceUnavailable extends Invalid {
  constructor(host: string) {
    super(`Compute service of ${host} is unavailable at this time.`);
  }
}

export class ServiceBinaryExists extends Conflict {
  constructor(host: string, binary: string) {
    super(`Service with host ${host} binary ${binary} exists.`);
  }
}
