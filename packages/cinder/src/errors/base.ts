// SPDX-License-Identifier: Apache-2.0

/**
 * Root of what the Block Storage service's domain refuses, with upstream's words. None knows HTTP: `api/faults.ts` maps
 * the categories below, and the areas' own errors extend them.
 */
export abstract class CinderError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    // Class names are upstream's and travel in messages and faults.
    this.name = new.target.name;
  }
}

/** A value or a state that the operation does not accept (upstream's code 400). */
export class Invalid extends CinderError {}

/** A value that the caller gave is wrong. */
export class InvalidInput extends Invalid {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Invalid input received: ${reason}`, options);
  }
}

export class InvalidParameterValue extends Invalid {}

export class InvalidUUID extends Invalid {
  constructor(value: string) {
    super(`Expected a UUID but received ${value}.`);
  }
}

/** The object is not there, or the caller may not know that it is. */
export class NotFound extends CinderError {}

/** The caller may not do this, and may know that the object exists. */
export class NotAuthorized extends CinderError {}

/** The object's state or another object stands against it (upstream's code 409). */
export class Conflict extends CinderError {}

/** A quota or a configured limit does not allow it (upstream's code 413). */
export class QuotaError extends CinderError {}

/** Something behind the API does not answer (upstream's code 503). */
export class ServiceUnavailable extends CinderError {}

/** A back end failed. */
export class BackendError extends CinderError {}

/** Where the limits of several resources stand against a request: what the engine of quotas throws. */
export class OverQuota extends CinderError {
  /** Names of the resources that would go over. */
  readonly overs: readonly string[];
  /** Hard limits by resource; -1 is none. */
  readonly quotas: Readonly<Record<string, number>>;
  readonly usages: Readonly<Record<string, { readonly inUse: number; readonly reserved: number }>>;

  constructor(overs: readonly string[], quotas: Readonly<Record<string, number>>, usages: OverQuota['usages']) {
    super(`Quota exceeded for resources: ${overs.join(', ')}`);
    this.overs = overs;
    this.quotas = quotas;
    this.usages = usages;
  }
}
