// SPDX-License-Identifier: Apache-2.0
import { Invalid, NotFound, NovaError } from '../../errors/base.js';

// What hypervisors refuse, under upstream's names and with upstream's words; some of it is refused elsewhere too.
export { ComputeHostNotFound } from '../../errors/hosts.js';
export { BuildAbortException, ComputeResourcesUnavailable, InstanceNotFound } from '../../errors/instances.js';

/** A call that this hypervisor has nothing for: Python's NotImplementedError, which the API answers with 501. */
export class NotImplementedError extends NovaError {
  constructor(message = '') {
    super(message);
    this.name = 'NotImplementedError';
  }
}

export class VirtDriverNotReady extends NovaError {
  constructor(options?: ErrorOptions) {
    super('Virt driver is not ready.', options);
  }
}

export class HypervisorUnavailable extends NovaError {
  constructor(options?: ErrorOptions) {
    super('Connection to the hypervisor is broken on host', options);
  }
}

export class InstanceExists extends NovaError {
  constructor(name: string) {
    super(`Instance ${name} already exists.`);
  }
}

export class InstanceNotRunning extends Invalid {
  constructor(instanceId: string) {
    super(`Instance ${instanceId} is not running.`);
  }
}

export class InstanceDeployFailure extends Invalid {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Failed to deploy instance: ${reason}`, options);
  }
}

export class InstancePowerOnFailure extends Invalid {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Failed to power on instance: ${reason}`, options);
  }
}

export class InstanceRebootFailure extends Invalid {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Failed to reboot instance: ${reason}`, options);
  }
}

export class InstanceSuspendFailure extends Invalid {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Failed to suspend instance: ${reason}`, options);
  }
}

export class InstanceResumeFailure extends Invalid {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Failed to resume instance: ${reason}`, options);
  }
}

export class InstanceRescueFailure extends NovaError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Failed to move instance to rescue mode: ${reason}`, options);
  }
}

export class InstanceQuiesceNotSupported extends Invalid {
  constructor(instanceId: string) {
    super(`Quiescing is not supported in instance ${instanceId}`);
  }
}

export class SetAdminPasswdNotSupported extends Invalid {
  constructor() {
    super('Set admin password is not supported');
  }
}

export class VirtualInterfaceCreateException extends NovaError {
  constructor() {
    super('Virtual Interface creation failed');
  }
}

export class VirtualInterfacePlugException extends NovaError {
  constructor() {
    super('Virtual interface plugin failed');
  }
}

export class ImageUnacceptable extends Invalid {
  constructor(imageId: string, reason: string, options?: ErrorOptions) {
    super(`Image ${imageId} is unacceptable: ${reason}`, options);
  }
}

export class FlavorDiskSmallerThanImage extends NovaError {
  /** @param flavorSize - bytes @param imageSize - bytes */
  constructor(flavorSize: number, imageSize: number) {
    super(
      `Flavor's disk is too small for requested image. Flavor disk is ${flavorSize} bytes, image is ${imageSize} bytes.`,
    );
  }
}

export class DiskNotFound extends NotFound {
  constructor(location: string) {
    super(`No disk at ${location}`);
  }
}

export class InvalidDiskInfo extends Invalid {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Disk info file is invalid: ${reason}`, options);
  }
}

export class DeviceNotFound extends NotFound {
  constructor(device: string) {
    super(`Device '${device}' not found.`);
  }
}

export class DeviceDetachFailed extends NovaError {
  constructor(device: string, reason: string, options?: ErrorOptions) {
    super(`Device detach failed for ${device}: ${reason}`, options);
  }
}

export class TooManyDiskDevices extends Invalid {
  constructor(maximum: number) {
    super(`The maximum allowed number of disk devices (${maximum}) to attach to a single instance has been exceeded.`);
  }
}

export class VolumeDriverNotFound extends NotFound {
  constructor(driverType: string) {
    super(`Could not find a handler for ${driverType} volume.`);
  }
}

export class VolumeEncryptionNotSupported extends Invalid {
  constructor(volumeType: string, volumeId: string) {
    super(`Volume encryption is not supported for ${volumeType} volume ${volumeId}`);
  }
}

export class InterfaceAttachFailed extends NovaError {
  constructor(instanceUuid: string) {
    super(`Failed to attach network adapter device to ${instanceUuid}`);
  }
}

export class InterfaceDetachFailed extends Invalid {
  constructor(instanceUuid: string) {
    super(`Failed to detach network adapter device from ${instanceUuid}`);
  }
}

export class UnsupportedHardware extends Invalid {
  constructor(model: string, virt: string) {
    super(`Requested hardware '${model}' is not supported by the '${virt}' virt driver`);
  }
}

export class UnsupportedMachineType extends Invalid {
  constructor(machineType: string) {
    super(`Machine type ${machineType} is not supported.`);
  }
}

export class ConsoleTypeUnavailable extends Invalid {
  constructor(consoleType: string) {
    super(`Unavailable console type ${consoleType}.`);
  }
}

export class MigrationError extends NovaError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Migration error: ${reason}`, options);
  }
}

export class MigrationPreCheckError extends MigrationError {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.message = `Migration pre-check error: ${reason}`;
  }
}

export class NoActiveMigrationForInstance extends NotFound {
  constructor(instanceId: string) {
    super(`Active live migration for instance ${instanceId} not found`);
  }
}

export class ResizeError extends NovaError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Resize error: ${reason}`, options);
  }
}

/** The operation failed, and the guest is as it was: not an instance in error. */
export class InstanceFaultRollback extends NovaError {
  readonly innerException: Error;

  constructor(innerException: Error) {
    super(`Instance rollback performed due to: ${innerException.message}`, { cause: innerException });
    this.innerException = innerException;
  }
}

export class ExtendVolumeNotSupported extends Invalid {
  constructor() {
    super('Volume size extension is not supported by the hypervisor.');
  }
}
