// SPDX-License-Identifier: Apache-2.0
import { type FaultRow, SchemaViolation } from '@stackport/api';
import { InvalidScope, PolicyNotAuthorized, PolicyNotRegistered } from '@stackport/policy';
import { HttpError, type Request, Response } from '@stackport/wsgi';
import {
  Conflict,
  Forbidden,
  forbiddenAction,
  Gone,
  type IdentityError,
  MethodNotAllowed,
  NotFound,
  Unauthorized,
  ValidationError,
} from '../../errors.js';
import { baseUrl } from './base-url.js';

const UNAUTHENTICATED = new Unauthorized().message;

/** Which status stands for which error of the domain. */
export const faultTable: readonly FaultRow[] = [
  [ValidationError, 400],
  [SchemaViolation, (error) => new HttpError(400, violationText(error as SchemaViolation), { cause: error })],
  [Unauthorized, 401],
  [PolicyNotAuthorized, (error) => notAllowed((error as PolicyNotAuthorized).rule)],
  [InvalidScope, (error) => notAllowed((error as InvalidScope).rule)],
  [PolicyNotRegistered, () => new HttpError(403, new Forbidden().message)],
  [Forbidden, 403],
  [NotFound, 404],
  [
    MethodNotAllowed,
    (error) =>
      new HttpError(405, error.message, { headers: { Allow: (error as MethodNotAllowed).allowed.join(', ') } }),
  ],
  [Conflict, 409],
  [Gone, 410],
];

/** Keystone's fault body; what the server did wrong is not told. */
export function renderFault(error: HttpError, request: Request): Response {
  const { status, title, headers } = error;
  // flask-restful answers a wrong method by itself (keystone/server/flask, Zed).
  if (status === 405) return Response.json({ message: error.explanation }, status, { ...headers });
  const extra =
    error.cause instanceof Unauthorized && error.cause.authentication !== undefined
      ? { identity: error.cause.authentication }
      : {};
  const message = status === 401 && !(error.cause instanceof Unauthorized) ? UNAUTHENTICATED : error.explanation;
  const text = status >= 500 ? 'An unexpected error prevented the server from fulfilling your request.' : message;
  const challenge: Record<string, string> =
    status === 401 ? { 'WWW-Authenticate': `Keystone uri="${baseUrl(request)}"` } : {};
  return Response.json({ error: { code: status, message: text, title, ...extra } }, status, {
    ...headers,
    ...challenge,
  });
}

/** The answer to an error of the domain that a filter met, outside of Nest. */
export function faultOf(error: IdentityError, request: Request): Response {
  const row = faultTable.find(([type]) => error instanceof type);
  const fault = row?.[1];
  const http =
    typeof fault === 'function' ? fault(error) : new HttpError(fault ?? 500, error.message, { cause: error });
  return renderFault(http, request);
}

function notAllowed(rule: string): HttpError {
  return new HttpError(403, forbiddenAction(rule).message);
}

function violationText({ path, message }: SchemaViolation): string {
  return path.length === 0 ? message : `Invalid input for field '${path.join('/')}': ${message}`;
}
