// SPDX-License-Identifier: Apache-2.0
import { Invalid, NotFound, NovaError } from './base.js';

export class VolumeNotFound extends NotFound {
  constructor(volumeId: string) {
    super(`Volume ${volumeId} could not be found.`);
  }
}

export class SnapshotNotFound extends NotFound {
  constructor(snapshotId: string) {
    super(`Snapshot ${snapshotId} could not be found.`);
  }
}

export class VolumeAttachmentNotFound extends NotFound {
  constructor(attachmentId: string) {
    super(`Volume attachment ${attachmentId} could not be found.`);
  }
}

export class InvalidVolume extends Invalid {
  constructor(reason: string) {
    super(`Invalid volume: ${reason}`);
  }
}

/** A volume that several servers have, where one of them is wanted. */
export class VolumeBDMIsMultiAttach extends Invalid {
  constructor(volumeId: string) {
    super(`Block Device Mapping ${volumeId} is a multi-attach volume and is not valid for this operation.`);
  }
}

export class CinderConnectionFailed extends NovaError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Connection to cinder host failed: ${reason}`, options);
  }
}

export class CinderAPIVersionNotAvailable extends NovaError {
  constructor(readonly version: string) {
    super(`Cinder API version ${version} is not available.`);
  }
}

/** Any other refusal of the Block Storage service: cinderclient's class of the same name. */
export class ClientException extends NovaError {
  /** @param code - status of its answer */
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}
