// SPDX-License-Identifier: Apache-2.0

/** What fills the `%(name)s` of an error's text. */
export type ErrorDetail = Readonly<Record<string, string | number>>;

/** glance_store's GlanceStoreException: a text of its own, or the class's text with the given details in it. */
export class StoreError extends Error {
  static readonly template: string = 'An unknown exception occurred';

  constructor(detail: string | ErrorDetail = {}, options?: ErrorOptions) {
    super(typeof detail === 'string' ? detail : fill(new.target.template, detail), options);
    this.name = new.target.name;
  }
}

function fill(template: string, detail: ErrorDetail): string {
  return template.replace(/%\((\w+)\)s/g, (whole, key: string) => String(detail[key] ?? whole));
}

export class NotFound extends StoreError {
  static override readonly template: string = 'Image %(image)s not found';
}

export class Duplicate extends StoreError {
  static override readonly template: string = 'Image %(image)s already exists';
}

export class UnknownScheme extends StoreError {
  static override readonly template: string = "Unknown scheme '%(scheme)s' found in URI";
}

export class UnknownHashingAlgo extends StoreError {
  static override readonly template: string = 'Unknown hashing algorithm identifier: %(algo)s';
}

export class BadStoreUri extends StoreError {
  static override readonly template: string = 'The Store URI was malformed: %(uri)s';
}

/** No space, a quota or the largest file size is reached. */
export class StorageFull extends StoreError {
  static override readonly template: string = 'There is not enough disk space on the image storage media.';
}

export class StorageWriteDenied extends StoreError {
  static override readonly template: string = 'Permission to write image storage media denied.';
}

export class Forbidden extends StoreError {
  static override readonly template: string = 'You are not authorized to complete this action.';
}

export class Invalid extends StoreError {
  static override readonly template: string = 'Data supplied was not valid.';
}

/** The stream ended before the announced number of bytes, or went beyond it. Nothing is stored. Ours alone. */
export class SizeMismatch extends Invalid {
  static override readonly template: string =
    'The image data has %(received)s bytes, but %(announced)s were announced.';
}

/** A store whose options cannot work. Ends glance-api with 3. */
export class BadStoreConfiguration extends StoreError {
  static override readonly template: string =
    'Store %(store_name)s could not be configured correctly. Reason: %(reason)s';
  readonly exitCode = 3;
}

/** A selection of stores that makes no sense; upstream raises Python's RuntimeError, which ends glance-api with 1. */
export class StoreSelectionError extends StoreError {
  readonly exitCode = 1;
}

export class StoreGetNotSupported extends StoreError {
  static override readonly template: string = 'Getting images from this store is not supported.';
}

export class StoreRandomGetNotSupported extends StoreGetNotSupported {
  static override readonly template: string =
    'Getting images randomly from this store is not supported. Offset: %(offset)s, length: %(chunk_size)s';
}

export class StoreDeleteNotSupported extends StoreError {
  static override readonly template: string = 'Deleting images from this store is not supported.';
}

export class StoreAddDisabled extends StoreError {
  static override readonly template: string =
    'Configuration for store failed. Adding images to this store is disabled.';
}

export class MaxRedirectsExceeded extends StoreError {
  static override readonly template: string = 'Maximum redirects (%(redirects)s) was exceeded.';
}

export class RemoteServiceUnavailable extends StoreError {
  static override readonly template: string = 'Remote server where the image is present is unavailable.';
}

/** Raised by drivers that keep images as volumes or snapshots: an image with snapshots stays. */
export class HasSnapshot extends StoreError {
  static override readonly template: string = 'The image cannot be deleted because it has snapshot(s).';
}

export class InUseByStore extends StoreError {
  static override readonly template: string =
    'The image cannot be deleted because it is in use through the backend store outside of Glance.';
}

/** What a driver answers is not what it should be. */
export class BackendException extends StoreError {}

export class UnsupportedBackend extends BackendException {}
