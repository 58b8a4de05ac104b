// SPDX-License-Identifier: Apache-2.0
import { BackendError, CinderError, Invalid, NotFound } from './base.js';

/** The back end gave an answer that it should not have given, or none. */
export class VolumeBackendAPIException extends BackendError {
  constructor(data: string, options?: ErrorOptions) {
    super(`Bad or unexpected response from the storage volume backend API: ${data}`, options);
  }
}

export class VolumeDriverException extends BackendError {
  constructor(message: string, options?: ErrorOptions) {
    super(`Volume driver reported an error: ${message}`, options);
  }
}

/** The back end is configured but could not be set up, or is of a kind that is not here. */
export class DriverNotInitialized extends CinderError {
  constructor() {
    super('Volume driver not ready.');
  }
}

export class SnapshotUnavailable extends VolumeBackendAPIException {
  constructor(data: string) {
    super(data);
    this.message = `The snapshot is unavailable: ${data}`;
  }
}

export class VolumeIsBusy extends CinderError {
  constructor(volumeName: string) {
    super(`deleting volume ${volumeName} that has snapshot`);
  }
}

export class SnapshotIsBusy extends CinderError {
  constructor(snapshotName: string) {
    super(`deleting snapshot ${snapshotName} that has dependent volumes`);
  }
}

export class ImageUnacceptable extends Invalid {
  constructor(imageId: string, reason: string, options?: ErrorOptions) {
    super(`Image ${imageId} is unacceptable: ${reason}`, options);
  }
}

export class ImageTooBig extends Invalid {
  constructor(imageId: string) {
    super(`Image ${imageId} size exceeded available disk space`);
  }
}

export class ImageConversionNotAllowed extends CinderError {
  constructor(imageId: string, reason: string) {
    super(`Image Conversion disallowed for image ${imageId}: ${reason}`);
  }
}

export class ImageCompressionNotAllowed extends CinderError {
  constructor() {
    super('Image compression upload disallowed, but container_format is compressed');
  }
}

export class ImageCopyFailure extends Invalid {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Failed to copy image to volume: ${reason}`, options);
  }
}

export class MetadataCopyFailure extends Invalid {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Failed to copy metadata to volume: ${reason}`, options);
  }
}

export class ExportFailure extends Invalid {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Failed to export for volume: ${reason}`, options);
  }
}

export class VolumeMigrationFailed extends CinderError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Volume migration failed: ${reason}`, options);
  }
}

export class ManageExistingInvalidReference extends CinderError {
  constructor(existingRef: unknown, reason: string) {
    super(`Manage existing volume failed due to invalid backend reference ${JSON.stringify(existingRef)}: ${reason}`);
  }
}

export class ManageExistingAlreadyManaged extends CinderError {
  constructor(volumeRef: string) {
    super(`Unable to manage existing volume. Volume ${volumeRef} already managed.`);
  }
}

export class ManageExistingVolumeTypeMismatch extends CinderError {
  constructor(reason: string) {
    super(`Manage existing volume failed due to volume type mismatch: ${reason}`);
  }
}

export class ExtendVolumeError extends CinderError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Error extending volume: ${reason}`, options);
  }
}

export class InvalidConnectorException extends VolumeDriverException {
  constructor(missing: string) {
    super('');
    this.message = `Connector doesn't have required information: ${missing}`;
  }
}

export class InvalidReplicationTarget extends Invalid {
  constructor(reason: string) {
    super(`Invalid Replication Target: ${reason}`);
  }
}

export class UnableToFailOver extends CinderError {
  constructor(reason: string) {
    super(`Unable to failover to replication target: ${reason}).`);
  }
}

/** Fields of images that are gone, or of another project's images. */
export class ImageNotFound extends NotFound {
  constructor(imageId: string) {
    super(`Image ${imageId} could not be found.`);
  }
}

export class GlanceConnectionFailed extends CinderError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Connection to glance failed: ${reason}`, options);
  }
}

export class ImageNotAuthorized extends CinderError {
  constructor(imageId: string) {
    super(`Not authorized for image ${imageId}.`);
  }
}

export class ImageLimitExceeded extends CinderError {
  constructor() {
    super('Image quota exceeded');
  }
}
