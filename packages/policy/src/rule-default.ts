// SPDX-License-Identifier: Apache-2.0

export type ScopeType = 'system' | 'domain' | 'project';

/** A policy as the code has it: oslo.policy's DocumentedRuleDefault. */
export interface RuleDefault {
  readonly name: string;
  /** In the rule language; `''` allows everybody. */
  readonly check: string;
  /** The scopes of tokens that it is meant for; any without it. */
  readonly scopeTypes?: readonly ScopeType[] | undefined;
  /** What it was before: under another name, with another check, or both. */
  readonly deprecatedRule?: DeprecatedRule | undefined;
  /** It will go without a successor. */
  readonly deprecatedForRemoval?: Deprecation | undefined;
  readonly description?: string | undefined;
  readonly operations?: readonly { readonly method: string; readonly path: string }[] | undefined;
}

export interface DeprecatedRule extends Partial<Deprecation> {
  readonly name: string;
  readonly check: string;
}

export interface Deprecation {
  readonly reason: string;
  /** A release. */
  readonly since: string;
}
