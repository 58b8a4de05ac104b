// SPDX-License-Identifier: Apache-2.0
import { NotFound, RemoteServiceUnavailable, StorageWriteDenied, StoreError } from '../errors.js';

/** The status of what the server refused; undefined where there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** What a failed request for an object is to those who asked for an image. */
export function readFailure(key: string, error: unknown): Error {
  if (error instanceof StoreError) return error;
  if (statusOf(error) === 404) return new NotFound({ image: key }, { cause: error });
  return new RemoteServiceUnavailable({}, { cause: error });
}

/** What a failed request is to those who bring an image. */
export function writeFailure(error: unknown): Error {
  const status = statusOf(error);
  if (status === 401 || status === 403) return new StorageWriteDenied({}, { cause: error });
  if (isOfRequest(error)) return new RemoteServiceUnavailable({}, { cause: error });
  return error as Error;
}

/** Whether the library speaks: what the image's own stream fails with is none of it. */
function isOfRequest(error: unknown): boolean {
  return typeof error === 'object' && error !== null && '$metadata' in error;
}
