// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';

/** Checks a rule against whose the object is; against the caller's own where there is none yet. */
export function authorize(
  enforcer: Enforcer,
  rule: string,
  context: RequestContext,
  owner: { readonly projectId?: string | null | undefined; readonly userId?: string | null | undefined } = context,
): void {
  enforcer.authorize(rule, { project_id: owner.projectId ?? null, user_id: owner.userId ?? null }, context);
}
