// SPDX-License-Identifier: Apache-2.0
import {
  CONTEXT_KEY,
  GLOBAL_REQUEST_ID_KEY,
  REQUEST_ID_KEY,
  type RequestContext,
  type RequestContextInit,
  contextFromRequest,
} from '@stackport/context';
import { type FilterFactory, HttpError, type Request } from '@stackport/wsgi';
import { IDENTITY_KEY, Identity } from './identity.js';

/**
 * The context of a request behind authtoken: who asks, by the identity headers, with the catalog.
 * @param given - fields that the caller knows better.
 * @throws HttpError 500 for an X-Service-Catalog that is no JSON, as nova and glance have it.
 */
export function requestContext(request: Request, given: RequestContextInit = {}): RequestContext {
  const { environ, headers } = request;
  const serviceCatalog = catalogOf(request);
  const identity = environ[IDENTITY_KEY];
  // Reading two dozen headers costs more than the rest of authtoken: a copy will do where nothing has changed them.
  if (identity instanceof Identity && !headers.has('X-Service-Token') && identity.isUnchangedIn(headers))
    return identity.context.with({
      requestId: filled(environ[REQUEST_ID_KEY]),
      globalRequestId: filled(environ[GLOBAL_REQUEST_ID_KEY]),
      authToken: headers.get('X-Auth-Token') ?? headers.get('X-Storage-Token'),
      serviceCatalog,
      ...given,
    });
  return contextFromRequest(request, { serviceCatalog, ...given });
}

/** Whether authtoken found a valid user token. */
export function isConfirmed(request: Request): boolean {
  return request.headers.get('X-Identity-Status') === 'Confirmed';
}

/**
 * A filter that puts the context where handlers, policies and logs look for it: `environ['openstack.context']`.
 * @param build - how a service makes its own; it may throw an `HttpError`.
 */
export function contextFilter(build: (request: Request) => RequestContext = requestContext): FilterFactory {
  return () => (application) => async (request) => {
    request.environ[CONTEXT_KEY] = build(request);
    return application(request);
  };
}

/** What authtoken worked out for the token, unless a filter has put another catalog into the header since. */
function catalogOf(request: Request): readonly unknown[] {
  const text = request.headers.get('X-Service-Catalog');
  if (text === undefined) return [];
  const identity = request.environ[IDENTITY_KEY];
  if (identity instanceof Identity && identity.catalogText === text) return identity.catalog;
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed)) return parsed;
  } catch {
    // The same answer as for a document that is no list.
  }
  throw new HttpError(500, 'Invalid service catalog json.');
}

function filled(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
