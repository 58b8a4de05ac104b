// SPDX-License-Identifier: Apache-2.0

/**
 * Root of what the Compute service's domain refuses, with upstream's words. None knows HTTP: `api/faults.ts` maps the
 * categories below, and the areas' own errors extend them.
 */
export abstract class NovaError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    // Class names are upstream's and travel in messages and faults.
    this.name = new.target.name;
  }
}

/** A value or a state that the operation does not accept (upstream's code 400). */
export class Invalid extends NovaError {}

/** A value that the caller gave is wrong. */
export class InvalidInput extends Invalid {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Invalid input received: ${reason}`, options);
  }
}

/** A request that its schema does not allow. */
export class ValidationError extends Invalid {}

/** What this service does not do (upstream's code 400). */
export class NotSupported extends NovaError {}

/** The object is not there, or the caller may not know that it is. */
export class NotFound extends NovaError {}

/** The caller may not do this, and may know that the object exists. */
export class Forbidden extends NovaError {}

/** The object's state or another object stands against it. */
export class Conflict extends NovaError {}

/** A quota does not allow it; upstream's API answers these as what is forbidden. */
export class OverQuota extends Forbidden {}

/** What the hypervisor or the host cannot do. */
export class FeatureNotSupported extends NovaError {
  constructor(message = 'The requested functionality is not supported.', options?: ErrorOptions) {
    super(message, options);
  }
}

/** Something behind the API does not answer. */
export class ServiceUnavailable extends NovaError {}

/** The row after which a page begins is not there. */
export class MarkerNotFound extends Invalid {
  readonly marker: string;

  constructor(marker: string) {
    super(`Marker ${marker} could not be found.`);
    this.marker = marker;
  }
}
