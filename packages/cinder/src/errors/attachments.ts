// SPDX-License-Identifier: Apache-2.0
import { Conflict, Invalid, NotFound } from './base.js';

export class VolumeAttachmentNotFound extends NotFound {
  constructor(attachmentId: string) {
    super(`Volume attachment could not be found with filter: attachment_id = ${attachmentId}.`);
  }
}

export class InvalidVolumeAttachMode extends Invalid {
  constructor(mode: string, volumeId: string) {
    super(`Invalid attaching mode '${mode}' for volume ${volumeId}.`);
  }
}

/** A user deletes an attachment that the Compute service uses (bug 2004555). */
export class ConflictNovaUsingAttachment extends Conflict {
  constructor(serverId: string) {
    // Upstream's fault wrapper puts the class before it: what clients see.
    super(`ConflictNovaUsingAttachment: Detach volume from instance ${serverId} using the Compute API`);
  }
}
