// SPDX-License-Identifier: Apache-2.0
import { Invalid, NotFound, NovaError } from './base.js';

export class ImageNotFound extends NotFound {
  constructor(imageId: string) {
    super(`Image ${imageId} could not be found.`);
  }
}

/** The Image service does not let the caller do this; upstream's class is no Forbidden. */
export class ImageNotAuthorized extends NovaError {
  constructor(imageId: string) {
    super(`Not authorized for image ${imageId}.`);
  }
}

export class ImageBadRequest extends Invalid {
  constructor(imageId: string, response: string) {
    super(`Request of image ${imageId} got BadRequest response: ${response}`);
  }
}

export class ImageQuotaExceeded extends NovaError {
  constructor(imageId: string) {
    super(`Quota exceeded or out of space for image ${imageId} in the image service.`);
  }
}

export class ImageUnacceptable extends Invalid {
  constructor(imageId: string, reason: string, options?: ErrorOptions) {
    super(`Image ${imageId} is unacceptable: ${reason}`, options);
  }
}

export class ImageDeleteConflict extends NovaError {
  constructor(reason: string) {
    super(`Conflict deleting image. Reason: ${reason}.`);
  }
}

/** The Image service does not answer, or fails. */
export class GlanceConnectionFailed extends NovaError {
  constructor(server: string, reason: string, options?: ErrorOptions) {
    super(`Connection to glance host ${server} failed: ${reason}`, options);
  }
}

/** A property of an image has a value that it cannot have. */
export class InvalidImageProperty extends Invalid {}
