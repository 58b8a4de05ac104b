// SPDX-License-Identifier: Apache-2.0
import { type Logger, pythonRepr } from '@stackport/config';
import { type Check, checkText } from './check.js';
import { type CompiledCheck, compileCheck } from './compile.js';
import { type RegisteredRule, effectiveDefault } from './effective-default.js';
import { InvalidDefinitionError } from './errors.js';

export interface RuleSetInit {
  readonly registered: ReadonlyMap<string, RegisteredRule>;
  /** What the operator's files have. */
  readonly fileRules: ReadonlyMap<string, Check>;
  /** Stands for rules that do not exist, where it exists itself. */
  readonly defaultRule: string;
  readonly enforceNewDefaults: boolean;
  readonly logger: Logger;
}

/** One rule, ready to ask. */
export interface CompiledRule {
  readonly check: Check;
  readonly compiled: CompiledCheck;
  /** Whether an `http:` or `https:` check is in it or in a rule that it refers to. */
  readonly isRemote: boolean;
}

/** All rules of one moment: the files' over the registered defaults. */
export class RuleSet {
  readonly #checks: ReadonlyMap<string, Check>;
  readonly #rules = new Map<string, CompiledRule>();
  readonly #defaultRule: string;
  readonly #logger: Logger;

  /** Throws InvalidDefinitionError when rules refer to themselves. */
  constructor(init: RuleSetInit) {
    const checks = new Map(init.fileRules);
    for (const [name, rule] of init.registered) {
      if (!checks.has(name)) checks.set(name, effectiveDefault(rule, init));
    }
    this.#checks = checks;
    this.#defaultRule = init.defaultRule;
    this.#logger = init.logger;
    this.#warnOfUndefined();
    this.#refuseCycles();
    for (const name of checks.keys()) this.#compile(name);
  }

  /** A rule, or the default rule in its place; undefined where there is neither. */
  find(name: string): CompiledRule | undefined {
    return this.#rules.get(name) ?? this.#rules.get(this.#defaultRule);
  }

  /** Every rule in canonical form. */
  texts(): Map<string, string> {
    return new Map([...this.#checks].map(([name, check]) => [name, checkText(check)]));
  }

  #compile(name: string): CompiledRule | undefined {
    const known = this.#rules.get(name);
    const check = this.#checks.get(name);
    if (known !== undefined || check === undefined) return known;
    let isRemote = hasRemote(check);
    const reference = (referred: string): CompiledCheck | undefined => {
      const rule = this.#compile(referred) ?? this.#compile(this.#defaultRule);
      isRemote ||= rule?.isRemote ?? false;
      return rule?.compiled;
    };
    const compiled = compileCheck(check, reference);
    const rule = { check, compiled, isRemote };
    this.#rules.set(name, rule);
    return rule;
  }

  #warnOfUndefined(): void {
    const names = [...this.#checks]
      .filter(([, check]) => references(check).some((name) => !this.#checks.has(name)))
      .map(([name]) => name);
    if (names.length > 0) this.#logger.warning(`Policies ${pythonRepr(names)} reference a rule that is not defined.`);
  }

  #refuseCycles(): void {
    const done = new Set<string>();
    const cyclic = new Set<string>();
    const visit = (name: string, path: readonly string[]): void => {
      const check = this.#checks.get(name);
      if (path.includes(name)) for (const one of path.slice(path.indexOf(name))) cyclic.add(one);
      else if (check === undefined && this.#checks.has(this.#defaultRule)) visit(this.#defaultRule, path);
      else if (check !== undefined && !done.has(name)) {
        for (const referred of references(check)) visit(referred, [...path, name]);
        done.add(name);
      }
    };
    for (const name of this.#checks.keys()) visit(name, []);
    if (cyclic.size === 0) return;
    this.#logger.error(`Policies ${pythonRepr([...cyclic])} are part of a cyclical reference.`);
    throw new InvalidDefinitionError([...cyclic]);
  }
}

function references(check: Check): string[] {
  if (check.kind === 'rule') return [check.name];
  return parts(check).flatMap(references);
}

function hasRemote(check: Check): boolean {
  return check.kind === 'remote' || parts(check).some(hasRemote);
}

function parts(check: Check): readonly Check[] {
  if (check.kind === 'not') return [check.check];
  return check.kind === 'and' || check.kind === 'or' ? check.checks : [];
}
