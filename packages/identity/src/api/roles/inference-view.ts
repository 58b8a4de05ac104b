// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { JsonObject } from '../../common/fields.js';
import type { Role } from '../../roles/role.js';
import { baseUrl } from '../shared/base-url.js';

/** A role as inference rules show it: without what does not matter for them. */
export function ruleRole(request: Request, { id, name }: Role): JsonObject {
  return { id, links: { self: `${baseUrl(request)}/roles/${id}` }, name };
}

/** @param implied - one role or several, as the path asks for. */
export function inferenceView(
  request: Request,
  prior: Role,
  implied: Role | readonly Role[],
  path: string,
): JsonObject {
  const implies = Array.isArray(implied)
    ? implied.map((role: Role) => ruleRole(request, role))
    : ruleRole(request, implied as Role);
  return {
    role_inference: { prior_role: ruleRole(request, prior), implies },
    links: { self: `${baseUrl(request)}/${path}` },
  };
}
