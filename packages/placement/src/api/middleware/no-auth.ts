// SPDX-License-Identifier: Apache-2.0
import { type Filter, HttpError } from '@stackport/wsgi';

/**
 * `auth_strategy = noauth2`: for tests only, whoever asks is who the token `user:project` says, and has the roles that a
 * header says; `admin` is an administrator (placement 8.0, auth.py).
 */
export const noAuth: Filter = (application) => async (request) => {
  if (isRoot(request.pathInfo)) return application(request);
  const { headers } = request;
  const token = headers.get('X-Auth-Token');
  if (token === undefined) return new HttpError(401).toResponse(request);
  const [user = '', ...rest] = token.split(':');
  const roles = headers.get('X-Roles') ?? (user === 'admin' ? 'admin' : '');
  headers.set('X-User-Id', user);
  if ((headers.get('OpenStack-System-Scope') ?? '') === '') headers.set('X-Tenant-Id', rest.join(':') || user);
  headers.set('X-Roles', roles);
  return application(request);
};

/** The document of versions, which anybody may see. */
export function isRoot(path: string): boolean {
  return path === '' || path === '/';
}
