// SPDX-License-Identifier: Apache-2.0
import { Conflict, Invalid, NotFound, NotSupported, NovaError } from './base.js';

// What a compute host refuses, under upstream's names and with upstream's words.

export class InstancePasswordSetFailed extends NovaError {
  constructor(instance: string, reason: string, options?: ErrorOptions) {
    super(`Failed to set admin password on ${instance} because ${reason}`, options);
  }
}

export class AttachInterfaceNotSupported extends Invalid {
  constructor(instanceUuid: string) {
    super(`Attaching interfaces is not supported for instance ${instanceUuid}.`);
  }
}

export class NetworkInterfaceTaggedAttachNotSupported extends Invalid {
  constructor() {
    super('Tagged network interface attachment is not supported for this server instance.');
  }
}

export class PortNotAttached extends NotFound {
  constructor(portId: string) {
    super(`Port ${portId} is not attached`);
    this.name = 'PortNotFound';
  }
}

export class MultiattachNotSupportedByVirtDriver extends NotSupported {
  constructor(volumeId: string) {
    super(`Volume ${volumeId} has 'multiattach' set, which is not supported for this instance.`);
  }
}

export class InvalidHypervisorType extends Invalid {
  constructor() {
    super('The supplied hypervisor type of is invalid.');
  }
}

export class DestinationHypervisorTooOld extends Invalid {
  constructor() {
    super('The instance requires a newer hypervisor version than has been provided.');
  }
}

export class InvalidDevicePath extends Invalid {
  constructor(path: string) {
    super(`The supplied device path (${path}) is invalid.`);
  }
}

/** Upstream's class is an Invalid; all routes that meet it answer a conflict. */
export class DevicePathInUse extends Conflict {
  constructor(path: string) {
    super(`The supplied device path (${path}) is in use.`);
  }
}
