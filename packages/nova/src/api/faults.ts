// SPDX-License-Identifier: Apache-2.0
import { FaultFilter, type FaultRow } from '@stackport/api';
import type { Logger } from '@stackport/config';
import { isUnavailable, isUnstorableText, isValueTooLong } from '@stackport/database';
import { MessagingTimeout, NoSuchMethod, RemoteError } from '@stackport/messaging';
import { InvalidScope, PolicyNotAuthorized } from '@stackport/policy';
import { HttpError } from '@stackport/wsgi';
import * as errors from '../errors/index.js';
import { renderFault } from './fault.js';

/** What the categories of the domain's errors are to a client. */
const CATEGORIES = [
  [errors.NotSupported, 400],
  [errors.Forbidden, 403],
  [errors.NotFound, 404],
  [errors.Invalid, 400],
  [errors.Conflict, 409],
  [errors.FeatureNotSupported, 501],
  [errors.ServiceUnavailable, 503],
] as const;

/** What each error of the domain and its rules is to a client. Special classes stand before general ones. */
const FAULTS: readonly FaultRow[] = [
  [PolicyNotAuthorized, (error) => notAllowed((error as PolicyNotAuthorized).rule)],
  [InvalidScope, (error) => notAllowed((error as InvalidScope).rule)],
  [errors.InstanceInvalidState, (error) => invalidState(error as errors.InstanceInvalidState)],
  [errors.InstanceUpdateConflict, 409],
  [errors.ImageNotAuthorized, 403],
  [errors.CinderConnectionFailed, 503],
  [errors.GlanceConnectionFailed, 503],
  [errors.ClientException, (error) => refusedByCinder(error as errors.ClientException)],
  ...CATEGORIES,
  // A worker that is not there, or does not know how: nothing that a client could do about it.
  [MessagingTimeout, () => new HttpError(503)],
  [NoSuchMethod, () => new HttpError(501, 'The requested functionality is not supported.')],
  [RemoteError, (error) => remoteFault(error as RemoteError)],
];

function notAllowed(rule: string): HttpError {
  return new HttpError(403, `Policy doesn't allow ${rule} to be performed.`);
}

/** What is in the way of an action (nova 26, api/openstack/common.py). */
function invalidState(error: errors.InstanceInvalidState): HttpError {
  const { instanceUuid, attribute, state, method } = error;
  return new HttpError(
    409,
    state === null
      ? `Instance ${instanceUuid} is in an invalid state for '${method}'`
      : `Cannot '${method}' instance ${instanceUuid} while it is in ${attribute} ${state}`,
    { cause: error },
  );
}

/** Another refusal of the Block Storage service: its own word to the client, unless it is at fault itself. */
function refusedByCinder(error: errors.ClientException): HttpError {
  const status = error.code >= 400 && error.code < 500 ? error.code : 503;
  return new HttpError(status, error.message, { cause: error });
}

/** Workers' errors that the domain has no class for, by their names. */
const REMOTE: Readonly<Record<string, number>> = {
  ConsoleNotAvailable: 404,
  ConsoleTypeUnavailable: 400,
  DevicePathInUse: 409,
  InvalidDevicePath: 400,
  MultiattachNotSupportedByVirtDriver: 400,
  TooManyDiskDevices: 403,
  VolumeTaggedAttachNotSupported: 400,
};

/** A worker's error is to the client what the same error of the API would be. */
function remoteFault(error: RemoteError): HttpError {
  const [, uuid = '', attribute = '', state = '', method = ''] =
    /^Instance (\S+) in (.+) (\S+)\. Cannot (\S+) while/.exec(error.value) ?? [];
  if (error.excType === 'InstanceInvalidState' && uuid !== '')
    return invalidState(new errors.InstanceInvalidState(uuid, attribute, state, method));
  if (error.excType === 'NotImplementedError') return new HttpError(501, new errors.FeatureNotSupported().message);
  const type = (errors as Readonly<Record<string, unknown>>)[error.excType];
  const prototype: unknown = typeof type === 'function' ? type.prototype : undefined;
  const status =
    REMOTE[error.excType] ??
    CATEGORIES.find(([category]) => prototype instanceof category || prototype === category.prototype)?.[1];
  return new HttpError(status ?? 500, status === undefined ? undefined : error.value, { cause: error });
}

/** What of the databases' errors is no fault of ours; undefined for the others. */
function databaseFault(error: unknown): HttpError | undefined {
  if (isValueTooLong(error)) return new HttpError(400, 'A value is too long or out of range.', { cause: error });
  if (isUnstorableText(error))
    return new HttpError(400, 'A text has characters that the database does not hold.', { cause: error });
  return isUnavailable(error) ? new HttpError(503, undefined, { cause: error }) : undefined;
}

class NovaFaults extends FaultFilter {
  override toHttpError(error: unknown): HttpError {
    return databaseFault(error) ?? super.toHttpError(error);
  }
}

/** The filter that answers what the Compute service's handlers throw. */
export function novaFaults(logger: Logger): FaultFilter {
  return new NovaFaults({ table: FAULTS, render: renderFault, logger });
}
