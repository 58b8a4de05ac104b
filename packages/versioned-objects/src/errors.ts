// SPDX-License-Identifier: Apache-2.0

/** Root of what is wrong with a versioned object; names and texts are oslo.versionedobjects'. */
export abstract class VersionedObjectError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** The object is of a version that is not known here; whoever knows it can be asked for an older one. */
export class IncompatibleObjectVersion extends VersionedObjectError {
  readonly objectName: string;
  /** That came. */
  readonly version: string;
  /** The newest that is known. */
  readonly supported: string;

  constructor(objectName: string, version: string, supported: string) {
    super(`Version ${version} of ${objectName} is not supported, supported version is ${supported}`);
    this.objectName = objectName;
    this.version = version;
    this.supported = supported;
  }
}

/** The object is of a class that is not known here, or is no object. */
export class UnsupportedObjectError extends VersionedObjectError {
  constructor(objectName: string) {
    super(`Unsupported object type ${objectName}`);
  }
}

/** A version is asked for that is newer than what is known here. */
export class InvalidTargetVersion extends VersionedObjectError {
  constructor(version: string) {
    super(`Invalid target version ${version}`);
  }
}

/** Something cannot be done to the object: to say a value in a version that has none for it. */
export class ObjectActionError extends VersionedObjectError {
  constructor(action: string, reason: string) {
    super(`Object action ${action} failed because: ${reason}`);
  }
}
