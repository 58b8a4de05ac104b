// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from '../common/fields.js';

/** Methods that a rule may name; others in a rule are passed over, as upstream does with what is not loaded. */
const KNOWN = new Set(['password', 'token', 'application_credential', 'oauth1', 'external']);

/**
 * Whether the methods satisfy one of the user's `multi_factor_auth_rules` (lists of methods that are all needed). A user
 * without rules, or with `multi_factor_auth_enabled` off, needs no more than one method.
 */
export function satisfiesFactorRules(options: Readonly<JsonObject>, methods: readonly string[]): boolean {
  const rules = (Array.isArray(options.multi_factor_auth_rules) ? options.multi_factor_auth_rules : []).filter(isRule);
  if (rules.length === 0 || options.multi_factor_auth_enabled === false) return true;
  return rules.some((rule) => rule.filter((method) => KNOWN.has(method)).every((method) => methods.includes(method)));
}

function isRule(rule: unknown): rule is string[] {
  return Array.isArray(rule) && rule.length > 0 && rule.every((method) => typeof method === 'string');
}
