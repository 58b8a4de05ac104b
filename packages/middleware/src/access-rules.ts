// SPDX-License-Identifier: Apache-2.0
import type { ValidatedToken } from '@stackport/keystone';
import { type Request, encodePath } from '@stackport/wsgi';

/**
 * Whether a token may be used for a request: one of a restricted application credential only for what its access
 * rules list (keystonemiddleware's validate_allowed_request).
 * @param serviceType - of this service, from `[keystone_authtoken] service_type`.
 * @param fromService - whether a valid service token came along: a service asks on the user's behalf then, and the
 *   user's own request was looked at where it came in. Upstream is content with the header's being there.
 * @returns what stands against it, for the log; undefined when nothing does.
 */
export function accessRefusal(
  token: ValidatedToken,
  request: Request,
  serviceType: string | undefined,
  fromService: boolean,
): string | undefined {
  const rules = token.application_credential?.access_rules;
  if (rules === undefined) return undefined;
  if (serviceType === undefined || serviceType === '')
    return (
      'Cannot validate request with restricted access rules. Set service_type in [keystone_authtoken] to allow ' +
      'access rule validation.'
    );
  const path = encodePath(request.scriptName + request.pathInfo);
  // A token can always be asked about.
  if (serviceType === 'identity' && request.method === 'GET' && path.endsWith('/v3/auth/tokens')) return undefined;
  if (token.catalog?.some((service) => service.type === serviceType) !== true)
    return (
      'Cannot validate request with restricted access rules. service_type in [keystone_authtoken] is not a valid ' +
      'service type in the catalog.'
    );
  if (fromService) return undefined;
  const allowed = rules.some(
    (rule) => rule.service === serviceType && rule.method === request.method && pathMatches(path, rule.path),
  );
  return allowed ? undefined : 'The access rules of the application credential do not allow the request';
}

/** `*` and `{name}` are one segment of a path, `**` is any number. */
export function pathMatches(path: string, pattern: string): boolean {
  const expression = pattern.replace(/\{[^}]*\}|\*\*|\*|[^{}*]+|[{}]/g, (part) => {
    if (part === '**') return '.*';
    if (part === '*' || (part.startsWith('{') && part.length > 1)) return '[^/]+';
    return part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  });
  return new RegExp(`^${expression}$`, 's').test(path);
}
