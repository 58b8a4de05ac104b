// SPDX-License-Identifier: Apache-2.0
import { FaultFilter, type FaultRow, SchemaViolation } from '@stackport/api';
import { type Logger, pythonStr } from '@stackport/config';
import { RemoteError } from '@stackport/messaging';
import { InvalidScope, PolicyNotAuthorized } from '@stackport/policy';
import { HttpError } from '@stackport/wsgi';
import * as errors from '../errors/index.js';
import { renderFault } from './fault.js';

/**
 * What each error of the domain and its rules is to a client. Special classes stand before general ones. Upstream
 * answers errors of these categories with their text; all others by the status alone.
 */
const FAULTS: readonly FaultRow[] = [
  [
    PolicyNotAuthorized,
    (error) => new HttpError(403, `Policy doesn't allow ${(error as PolicyNotAuthorized).rule} to be performed.`),
  ],
  [
    InvalidScope,
    (error) => new HttpError(403, `Policy doesn't allow ${(error as InvalidScope).rule} to be performed.`),
  ],
  [SchemaViolation, (error) => new HttpError(400, describeViolation(error as SchemaViolation))],
  [errors.NotSupportedOperation, 405],
  [errors.NotAuthorized, 403],
  [errors.NotFound, 404],
  [errors.Invalid, 400],
  [errors.Conflict, 409],
  // Upstream's fault wrapper puts the class before the text of what is safe to tell.
  [
    errors.QuotaError,
    (error) => new HttpError(413, `${error.name}: ${error.message}`, { headers: { 'Retry-After': '0' }, cause: error }),
  ],
  [errors.OverQuota, () => new HttpError(413, undefined, { headers: { 'Retry-After': '0' } })],
  [errors.ServiceUnavailable, 503],
  [RemoteError, (error) => remoteFault(error as RemoteError)],
];

/** A worker's error is to the client what the same error of the API would be. */
function remoteFault(error: RemoteError): HttpError {
  const type = (errors as Readonly<Record<string, unknown>>)[error.excType];
  const prototype: unknown = typeof type === 'function' ? type.prototype : undefined;
  const status = REMOTE.find(([category]) => prototype instanceof category || prototype === category.prototype)?.[1];
  return new HttpError(status ?? 500, status === undefined ? undefined : error.value, { cause: error });
}

const REMOTE = [
  [errors.NotAuthorized, 403],
  [errors.NotFound, 404],
  [errors.Invalid, 400],
  [errors.Conflict, 409],
] as const;

/** Upstream's validator names the field and its value, unless the whole body is at fault. */
function describeViolation({ path, value, message }: SchemaViolation): string {
  const field = path.at(-1);
  if (field === undefined) return message;
  return `Invalid input for field/attribute ${field}. Value: ${pythonStr(value)}. ${message}`;
}

/** The filter that answers what the Block Storage service's handlers throw. */
export function cinderFaults(logger: Logger): FaultFilter {
  return new FaultFilter({ table: FAULTS, render: renderFault, logger });
}
