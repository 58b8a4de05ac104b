// SPDX-License-Identifier: Apache-2.0
import { FaultFilter, SchemaViolation, type FaultRow } from '@stackport/api';
import type { Logger } from '@stackport/config';
import * as stores from '@stackport/image-store';
import { PolicyNotAuthorized } from '@stackport/policy';
import { HttpError } from '@stackport/wsgi';
import * as errors from '../errors.js';

/** What each error of the domain, its stores and its rules is to a client. Special classes stand before general ones. */
const FAULTS: readonly FaultRow[] = [
  [
    SchemaViolation,
    (error) =>
      new HttpError(
        400,
        `Provided object does not match schema '${(error as SchemaViolation).schemaName}': ${error.message}`,
      ),
  ],
  [errors.PatchConflict, (error) => new HttpError(409, undefined, { detail: error.message })],
  [errors.PatchForbidden, (error) => new HttpError(403, undefined, { detail: error.message })],
  [errors.NotFound, 404],
  [errors.Forbidden, 403],
  [errors.Invalid, 400],
  [errors.InvalidStatusTransition, 409],
  [errors.Conflict, 409],
  [errors.Duplicate, 409],
  [errors.Gone, 410],
  [errors.ImageSizeLimitExceeded, (error) => new HttpError(413, `The incoming image is too large: ${error.message}`)],
  [errors.StorageQuotaFull, (error) => new HttpError(413, `Image exceeds the storage quota: ${error.message}`)],
  [errors.LimitExceeded, 413],
  [errors.UploadFailure, 400],
  [
    errors.StageHostUnavailable,
    (error) => new HttpError((error as errors.StageHostUnavailable).isUnreachable ? 504 : 502, error.message),
  ],
  [errors.StageHostRefusal, (error) => new HttpError((error as errors.StageHostRefusal).status, '')],
  [PolicyNotAuthorized, 403],
  [stores.StorageFull, (error) => new HttpError(413, `Image storage media is full: ${error.message}`)],
  [
    stores.StorageWriteDenied,
    (error) => new HttpError(503, `Insufficient permissions on image storage media: ${error.message}`),
  ],
  [
    stores.StoreAddDisabled,
    () => new HttpError(410, 'Error in store configuration. Adding images to store is disabled.'),
  ],
  [stores.SizeMismatch, 400],
  [stores.UnknownScheme, 400],
  [stores.Duplicate, 409],
  [stores.NotFound, 404],
  [stores.RemoteServiceUnavailable, 503],
  [stores.StoreGetNotSupported, 400],
  [stores.StoreRandomGetNotSupported, 400],
];

/** The filter that answers what the Image service's handlers throw, in webob's page as Zed does. */
export function glanceFaults(logger: Logger): FaultFilter {
  return new FaultFilter({ table: FAULTS, logger });
}
