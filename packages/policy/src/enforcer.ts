// SPDX-License-Identifier: Apache-2.0
import { type Configuration, type Logger, pythonRepr, silentLogger } from '@stackport/config';
import { maskDictPassword } from '@stackport/context';
import { type Check, checkText } from './check.js';
import {
  isPolicyCredentials,
  type PolicyCredentials,
  prepareCredentials,
  type PreparedCredentials,
} from './credentials.js';
import type { RegisteredRule } from './effective-default.js';
import {
  DuplicatePolicyError,
  InvalidScope,
  PolicyNotAuthorized,
  PolicyNotRegistered,
  UnusableCheck,
} from './errors.js';
import { evaluateRemote } from './evaluate-remote.js';
import { policyOptions } from './options.js';
import { parseRule } from './parse-rule.js';
import { PolicyFiles } from './policy-files.js';
import { askRemote } from './remote-check.js';
import type { RuleDefault } from './rule-default.js';
import { type CompiledRule, RuleSet } from './rule-set.js';
import type { Target } from './template.js';

export interface EnforcerInit {
  readonly rules: readonly RuleDefault[];
  /** `[oslo_policy]` is registered where it is not yet. */
  readonly configuration: Configuration;
  readonly logger?: Logger | undefined;
  /** Milliseconds; the clock's by default. */
  readonly now?: (() => number) | undefined;
}

/** A context, or a plain record of its values. */
export type Credentials = PolicyCredentials | Readonly<Record<string, unknown>>;

/** How long a change of a policy file may go unseen. */
const LOOK_EVERY_MS = 1000;

/** Decides by rules: oslo.policy's Enforcer with defaults in code. */
export class Enforcer {
  readonly #configuration: Configuration;
  readonly #logger: Logger;
  readonly #now: () => number;
  readonly #files: PolicyFiles;
  readonly #registered: ReadonlyMap<string, RegisteredRule>;
  /** Contexts do not change, and one is asked about many times. */
  readonly #prepared = new WeakMap<object, PreparedCredentials>();
  readonly #scopeMismatches = new Set<string>();
  #ruleSet: RuleSet;
  #settings: unknown;
  #stamp = '';
  #lookedAt: number;

  /** Throws DuplicatePolicyError, InvalidDefinitionError for rules in a circle, PolicyFileError. */
  constructor(init: EnforcerInit) {
    this.#configuration = init.configuration;
    this.#configuration.register(policyOptions);
    this.#logger = init.logger ?? silentLogger;
    this.#now = init.now ?? Date.now;
    this.#files = new PolicyFiles(init.configuration, this.#logger);
    this.#registered = register(init.rules, this.#logger);
    this.#lookedAt = this.#now();
    this.#ruleSet = this.#load(this.#look());
  }

  /** As the constructor. */
  static create(init: EnforcerInit): Enforcer {
    return new Enforcer(init);
  }

  /**
   * Whether the rule allows it. A rule that does not exist is the default rule, and without one allows nobody. With
   * `enforce_scope`, a token of another scope is not allowed.
   *
   * Throws RemoteCheckRequired when it comes to an `http:` or `https:` check.
   */
  enforce(rule: string, target: Target, credentials: Credentials): boolean {
    const prepared = this.#prepare(rule, target, credentials);
    const found = this.#current().find(rule);
    if (found === undefined || !this.#isInScope(rule, prepared)) return false;
    try {
      return found.compiled(target, prepared);
    } catch (error) {
      if (!(error instanceof UnusableCheck)) throw error;
      this.#logger.error(`Policy ${rule} allows nobody: ${error.message}`);
      return false;
    }
  }

  /**
   * Throws PolicyNotAuthorized unless the rule allows it, InvalidScope for a token of another scope under
   * `enforce_scope`, PolicyNotRegistered for a rule that is none of the defaults, RemoteCheckRequired as `enforce`.
   */
  authorize(rule: string, target: Target, credentials: Credentials): void {
    this.#checkRegistered(rule, credentials);
    if (!this.enforce(rule, target, credentials)) throw new PolicyNotAuthorized(rule);
  }

  /** As `enforce`, `http:` and `https:` checks included. A server that cannot be asked allows nobody; it is logged. */
  async enforceAsync(rule: string, target: Target, credentials: Credentials): Promise<boolean> {
    const rules = this.#current();
    const found = rules.find(rule);
    if (found?.isRemote !== true) return this.enforce(rule, target, credentials);
    const prepared = this.#prepare(rule, target, credentials);
    return this.#isInScope(rule, prepared) && this.#evaluate(rules, found, { rule, target, prepared });
  }

  /** As `authorize`, `http:` and `https:` checks included. */
  async authorizeAsync(rule: string, target: Target, credentials: Credentials): Promise<void> {
    this.#checkRegistered(rule, credentials);
    if (!(await this.enforceAsync(rule, target, credentials))) throw new PolicyNotAuthorized(rule);
  }

  /** The defaults, as they were given. */
  get registeredRules(): readonly RuleDefault[] {
    return [...this.#registered.values()].map(({ rule }) => rule);
  }

  /** The rules in force, in canonical form. */
  effectiveRules(): ReadonlyMap<string, string> {
    return this.#current().texts();
  }

  async #evaluate(
    rules: RuleSet,
    { check }: CompiledRule,
    { rule, target, prepared }: { rule: string; target: Target; prepared: PreparedCredentials },
  ): Promise<boolean> {
    const settings = this.#configuration.get(policyOptions);
    try {
      return await evaluateRemote(check, {
        target,
        credentials: prepared,
        rule: (name) => rules.find(name)?.check,
        ask: (url) => askRemote({ url, rule, target, credentials: prepared.values }, settings),
      });
    } catch (error) {
      this.#logger.error(`Policy ${rule}: the remote check failed, so the request is not allowed`, error);
      return false;
    }
  }

  #prepare(rule: string, target: Target, credentials: Credentials): PreparedCredentials {
    let prepared = this.#prepared.get(credentials);
    if (prepared === undefined) {
      const isContext = isPolicyCredentials(credentials);
      prepared = prepareCredentials(isContext ? credentials.toPolicyValues() : credentials);
      if (isContext) this.#prepared.set(credentials, prepared);
    }
    if (this.#logger.isEnabledFor('debug')) this.#logger.debug(describe(rule, target, prepared));
    return prepared;
  }

  #checkRegistered(rule: string, credentials: Credentials): void {
    const registered = this.#registered.get(rule);
    if (registered === undefined) throw new PolicyNotRegistered(rule);
    const { scopeTypes } = registered.rule;
    if (!scopeTypes?.length || !this.#configuration.get(policyOptions).enforce_scope) return;
    const { scope } = this.#prepared.get(credentials) ?? scopeOf(credentials);
    if (!scopeTypes.includes(scope)) throw new InvalidScope(registered.rule, scopeTypes, scope);
  }

  #isInScope(rule: string, { scope }: PreparedCredentials): boolean {
    const scopeTypes = this.#registered.get(rule)?.rule.scopeTypes;
    if (!scopeTypes?.length || scopeTypes.includes(scope)) return true;
    if (this.#configuration.get(policyOptions).enforce_scope) return false;
    const mismatch = `${rule} ${scope}`;
    if (!this.#scopeMismatches.has(mismatch)) {
      this.#scopeMismatches.add(mismatch);
      this.#logger.warning(
        `Policy ${rule} failed scope check. The token used to make the request was ${scope} scoped but the policy ` +
          `requires ${pythonRepr(scopeTypes)} scope. This behavior may change in the future where using the intended ` +
          'scope is required',
      );
    }
    return true;
  }

  /** The rules of now: files are looked at once a second at most. */
  #current(): RuleSet {
    const now = this.#now();
    if (now - this.#lookedAt < LOOK_EVERY_MS && now >= this.#lookedAt) return this.#ruleSet;
    this.#lookedAt = now;
    try {
      const before = this.#stamp;
      const settings = this.#settings;
      const files = this.#look();
      if (this.#stamp !== before || this.#settings !== settings) this.#ruleSet = this.#load(files);
    } catch (error) {
      this.#logger.error('The changed policy files cannot be used; the rules stay as they were', error);
    }
    return this.#ruleSet;
  }

  #look(): readonly string[] {
    const files = this.#files.find();
    this.#stamp = files.map(({ path, stamp }) => `${path}:${stamp}`).join('\n');
    this.#settings = this.#configuration.get(policyOptions);
    return files.map(({ path }) => path);
  }

  #load(paths: readonly string[]): RuleSet {
    const fileRules = this.#files.read(paths);
    const settings = this.#configuration.get(policyOptions);
    this.#tellAboutFileRules(fileRules);
    return new RuleSet({
      registered: this.#registered,
      fileRules,
      defaultRule: settings.policy_default_rule,
      enforceNewDefaults: settings.enforce_new_defaults,
      logger: this.#logger,
    });
  }

  #tellAboutFileRules(fileRules: ReadonlyMap<string, Check>): void {
    const redundant: string[] = [];
    for (const [name, check] of fileRules) {
      const registered = this.#registered.get(name);
      if (registered === undefined) continue;
      if (checkText(check) === checkText(registered.check)) redundant.push(name);
      const removal = registered.rule.deprecatedForRemoval;
      if (removal === undefined) continue;
      this.#logger.warning(
        `Policy "${name}":"${registered.rule.check}" was deprecated for removal in ${removal.since}. ` +
          `Reason: ${removal.reason}. Its value may be silently ignored in the future.`,
      );
    }
    if (redundant.length === 0) return;
    this.#logger.warning(
      `Policy Rules ${pythonRepr(redundant)} specified in policy files are the same as the defaults provided by the ` +
        'service. You can remove these rules from policy files which will make maintenance easier. You can detect these ' +
        'redundant rules by ``oslopolicy-list-redundant`` tool also.',
    );
  }
}

function register(rules: readonly RuleDefault[], logger: Logger): Map<string, RegisteredRule> {
  const registered = new Map<string, RegisteredRule>();
  for (const rule of rules) {
    if (registered.has(rule.name)) throw new DuplicatePolicyError(rule.name);
    const parse = (check: string): Check =>
      parseRule(check, (problem) => logger.error(`Policy ${rule.name}: ${problem}`));
    const deprecatedCheck = rule.deprecatedRule && parse(rule.deprecatedRule.check);
    registered.set(rule.name, { rule, check: parse(rule.check), deprecatedCheck });
  }
  return registered;
}

function scopeOf(credentials: Credentials): PreparedCredentials {
  return prepareCredentials(isPolicyCredentials(credentials) ? credentials.toPolicyValues() : credentials);
}

function describe(rule: string, target: Target, { values }: PreparedCredentials): string {
  return `enforce: rule="${rule}" creds=${sortedJson(values)} target=${sortedJson(target)}`;
}

function sortedJson(values: Readonly<Record<string, unknown>>): string {
  try {
    const masked = Object.entries(maskDictPassword(values)).sort(([one], [other]) => (one < other ? -1 : 1));
    return JSON.stringify(Object.fromEntries(masked));
  } catch (error) {
    return `cannot format data, exception: ${(error as Error).message}`;
  }
}
