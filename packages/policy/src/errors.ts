// SPDX-License-Identifier: Apache-2.0
import { pythonRepr } from '@stackport/config';

/** The rule says no: upstream's message. */
export class PolicyNotAuthorized extends Error {
  override readonly name = 'PolicyNotAuthorized';
  readonly rule: string;

  constructor(rule: string) {
    super(`${rule} is disallowed by policy`);
    this.rule = rule;
  }
}

/** The token's scope is none that the policy names, and `enforce_scope` is on. */
export class InvalidScope extends Error {
  override readonly name = 'InvalidScope';
  readonly rule: string;

  constructor(rule: { readonly name: string; readonly check: string }, scopes: readonly string[], tokenScope: string) {
    super(
      `"${rule.name}": "${rule.check}" requires a scope of ${pythonRepr(scopes)}, ` +
        `request was made with ${tokenScope} scope.`,
    );
    this.rule = rule.name;
  }
}

export class PolicyNotRegistered extends Error {
  override readonly name = 'PolicyNotRegistered';

  constructor(rule: string) {
    super(`Policy ${rule} has not been registered`);
  }
}

export class DuplicatePolicyError extends Error {
  override readonly name = 'DuplicatePolicyError';

  constructor(rule: string) {
    super(`Policy ${rule} is already registered`);
  }
}

/** Rules that refer to themselves in the end. */
export class InvalidDefinitionError extends Error {
  override readonly name = 'InvalidDefinitionError';
  readonly rules: readonly string[];

  constructor(rules: readonly string[]) {
    super(`Policies ${pythonRepr(rules)} are not well defined. Check logs for more details.`);
    this.rules = rules;
  }
}

/** A policy file that cannot be read or holds something else than rules. */
export class PolicyFileError extends Error {
  override readonly name = 'PolicyFileError';
  readonly file: string;

  constructor(file: string, problem: string, cause?: unknown) {
    super(`Policy file ${file}: ${problem}`, { cause });
    this.file = file;
  }
}

/** A check that upstream fails at with an error of Python's; a rule that comes to it allows nobody, `not` or no. */
export class UnusableCheck extends Error {
  override readonly name = 'UnusableCheck';
}

/** A rule has come to an `http:` or `https:` check, which only `enforceAsync` and `authorizeAsync` can ask. */
export class RemoteCheckRequired extends Error {
  override readonly name = 'RemoteCheckRequired';

  constructor(check: string) {
    super(`Check ${check} asks another server: use enforceAsync or authorizeAsync`);
  }
}
