// SPDX-License-Identifier: Apache-2.0
import type { ScopeType } from './rule-default.js';

/** Who asks: a RequestContext, or anything else that tells its attributes under oslo.context's names. */
export interface PolicyCredentials {
  toPolicyValues(): Readonly<Record<string, unknown>>;
}

/** Credentials as checks want them. */
export interface PreparedCredentials {
  readonly values: Readonly<Record<string, unknown>>;
  /** In lower case. */
  readonly roles: ReadonlySet<string>;
  readonly scope: ScopeType;
}

export function isPolicyCredentials(
  source: PolicyCredentials | Readonly<Record<string, unknown>>,
): source is PolicyCredentials {
  return typeof source.toPolicyValues === 'function';
}

/** Adds `system`, which old rules have instead of `system_scope`, and tells the token's scope. */
export function prepareCredentials(given: Readonly<Record<string, unknown>>): PreparedCredentials {
  const values = given.system_scope ? { ...given, system: given.system_scope } : given;
  const roles = Array.isArray(values.roles) ? values.roles : [];
  const scope = values.system ? 'system' : values.domain_id ? 'domain' : 'project';
  return { values, roles: new Set(roles.map((role) => String(role).toLowerCase())), scope };
}
