// SPDX-License-Identifier: Apache-2.0

/** Base of every error of the Image service's domain, with upstream's words. None knows HTTP: `api/faults.ts` maps them. */
export abstract class GlanceError extends Error {}

/** A value that the domain does not accept. */
export class Invalid extends GlanceError {}

/** The caller may not do this, and may know that the object exists. */
export class Forbidden extends GlanceError {}

/** The object is not there, or the caller may not know that it is. */
export class NotFound extends GlanceError {}

export class ImageNotFound extends NotFound {
  constructor(imageId: string) {
    super(`No image found with ID ${imageId}`);
  }
}

/** The object's state does not allow this now. */
export class Conflict extends GlanceError {}

/** A patch of an image that its properties do not allow: the words are details under HTTP's own, as upstream has it. */
export class PatchConflict extends Conflict {}

/** A patch of an image that nobody may make, or this caller may not; its words, likewise. */
export class PatchForbidden extends Forbidden {}

/** Something of that name or id exists already. */
export class Duplicate extends GlanceError {}

export class InvalidStatusTransition extends GlanceError {
  constructor(current: string, next: string) {
    super(`Image status transition from ${current} to ${next} is not allowed`);
  }
}

export class ProtectedImageDelete extends Forbidden {
  constructor(imageId: string) {
    super(`Image ${imageId} is protected and cannot be deleted.`);
  }
}

export class ReservedProperty extends Forbidden {
  constructor(property: string) {
    super(`Attribute '${property}' is reserved.`);
  }
}

/** A configured quota on numbers (tags, properties, members, locations). */
export class LimitExceeded extends GlanceError {}

/** The bytes sent are more than `image_size_cap`. */
export class ImageSizeLimitExceeded extends GlanceError {
  constructor() {
    super('The provided image is too large.');
  }
}

/** The bytes sent are more than `user_storage_quota` leaves. */
export class StorageQuotaFull extends GlanceError {
  constructor(imageSize: number, remaining: number) {
    super(`The size of the data ${imageSize} will exceed the limit. ${remaining} bytes remaining.`);
  }
}

/** The image went away while its data came in. */
export class Gone extends GlanceError {}

export class BadStoreUri extends Invalid {}

/** Data that came in is not what it should be (upstream's UploadException). */
export class UploadFailure extends GlanceError {}

/** What a task was given to do makes no sense. */
export class BadTaskInput extends Invalid {}

/** Somebody else ended a task, or holds what it had locked. */
export class TaskAborted extends GlanceError {}

/** The worker that holds staged data did not answer. */
export class StageHostUnavailable extends GlanceError {
  /** Whether no connection to it came about. */
  readonly isUnreachable: boolean;

  constructor(isUnreachable: boolean, options?: ErrorOptions) {
    super('Stage host is unavailable', options);
    this.isUnreachable = isUnreachable;
  }
}

/** The worker that holds staged data refused what was passed on to it. */
export class StageHostRefusal extends GlanceError {
  /** As that worker answered. */
  readonly status: number;

  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

export class MetadefNamespaceNotFound extends NotFound {
  constructor(namespace: string) {
    super(`Metadata definition namespace=${namespace} was not found.`);
  }
}

/** The namespace is another project's; most operations answer as if it were not there. */
export class MetadefNamespaceInvisible extends Forbidden {
  constructor(namespace: string) {
    super(`Forbidding request, metadata definition namespace=${namespace} is not visible.`);
  }
}

export class ProtectedMetadefDelete extends Forbidden {
  constructor(kind: 'namespace' | 'object' | 'property' | 'tag' | 'resource-type-association', name: string) {
    super(`Metadata definition ${kind} ${name} is protected and cannot be deleted.`);
  }
}
