// SPDX-License-Identifier: Apache-2.0
import type { HeaderMap } from '@stackport/wsgi';

/** Who a token is for: header name without its beginning, and the field that `fieldsOf` has under that name. */
const FIELDS = [
  'Domain-Id',
  'Domain-Name',
  'Project-Id',
  'Project-Name',
  'Project-Domain-Id',
  'Project-Domain-Name',
  'User-Id',
  'User-Name',
  'User-Domain-Id',
  'User-Domain-Name',
] as const;

export type IdentityField = (typeof FIELDS)[number];

/** Old names, and what they stand for. */
export const FORMER_NAMES: Readonly<Record<string, IdentityField>> = {
  'X-User': 'User-Name',
  'X-Tenant-Id': 'Project-Id',
  'X-Tenant-Name': 'Project-Name',
  'X-Tenant': 'Project-Name',
};

/** Everything that authtoken tells the application, and that nobody else may; lower case. */
export const RESERVED: ReadonlySet<string> = new Set(
  [
    ...FIELDS.flatMap((name) => [`X-${name}`, `X-Service-${name}`]),
    ...Object.keys(FORMER_NAMES),
    'X-Role',
    'X-Roles',
    'X-Service-Roles',
    'X-Identity-Status',
    'X-Service-Identity-Status',
    'X-Is-Admin-Project',
    'X-Service-Catalog',
    'OpenStack-System-Scope',
  ].map((name) => name.toLowerCase()),
);

/**
 * Takes away identity headers that a client sent, in any case, and with underscores for hyphens: a WSGI server makes
 * one name of both, and so may a filter of an operator's own.
 */
export function removeIdentityHeaders(headers: HeaderMap): void {
  let found: string[] | undefined;
  for (const name of headers.names())
    if (RESERVED.has(name) || (name.includes('_') && RESERVED.has(name.replaceAll('_', '-'))))
      (found ??= []).push(name);
  if (found !== undefined) for (const name of found) headers.delete(name);
}
