// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import { RequestContext, type RequestContextInit } from './request-context.js';
import { GLOBAL_REQUEST_ID_KEY, REQUEST_ID_KEY } from './request-id.js';

/** Headers of each field, the first that is there counting; older names come last (oslo_context.context). */
const HEADERS = {
  authToken: ['X-Auth-Token', 'X-Storage-Token'],
  userId: ['X-User-Id', 'X-User'],
  projectId: ['X-Project-Id', 'X-Tenant-Id', 'X-Tenant'],
  domainId: ['X-Domain-Id'],
  systemScope: ['OpenStack-System-Scope'],
  userDomainId: ['X-User-Domain-Id'],
  projectDomainId: ['X-Project-Domain-Id'],
  userName: ['X-User-Name'],
  projectName: ['X-Project-Name', 'X-Tenant-Name'],
  domainName: ['X-Domain-Name'],
  userDomainName: ['X-User-Domain-Name'],
  projectDomainName: ['X-Project-Domain-Name'],
  serviceToken: ['X-Service-Token'],
  serviceUserId: ['X-Service-User-Id'],
  serviceUserName: ['X-Service-User-Name'],
  serviceUserDomainId: ['X-Service-User-Domain-Id'],
  serviceUserDomainName: ['X-Service-User-Domain-Name'],
  serviceProjectId: ['X-Service-Project-Id'],
  serviceProjectName: ['X-Service-Project-Name'],
  serviceProjectDomainId: ['X-Service-Project-Domain-Id'],
  serviceProjectDomainName: ['X-Service-Project-Domain-Name'],
} as const satisfies Partial<Record<keyof RequestContextInit, readonly string[]>>;

/**
 * The context of a request out of the headers that authtoken sets and the ids in its environ: oslo.context's
 * `from_environ`. Behind authtoken only: a client can send these headers too, and authtoken takes them away.
 * @param given - fields that the caller knows better.
 */
export function contextFromRequest(request: Request, given: RequestContextInit = {}): RequestContext {
  const fields: Record<string, unknown> = {};
  for (const [field, names] of Object.entries(HEADERS)) {
    const name = names.find((one) => request.headers.has(one));
    if (name !== undefined) fields[field] = request.headers.get(name);
  }
  const { environ, headers } = request;
  return new RequestContext({
    ...fields,
    requestId: text(environ[REQUEST_ID_KEY]),
    globalRequestId: text(environ[GLOBAL_REQUEST_ID_KEY]),
    roles: roleList(headers.get('X-Roles') ?? headers.get('X-Role')),
    serviceRoles: roleList(headers.get('X-Service-Roles')),
    isAdminProject: (headers.get('X-Is-Admin-Project') ?? 'true').toLowerCase() === 'true',
    ...given,
  });
}

function roleList(header: string | undefined): readonly string[] {
  return header === undefined || header === '' ? [] : header.split(',').map((role) => role.trim());
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
