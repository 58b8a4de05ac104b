// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { parseMicroversion } from '@stackport/api';
import { Configuration } from '@stackport/config';
import { Enforcer, policyOptions, type RuleDefault, type ScopeType } from '@stackport/policy';

interface RecordedRule {
  readonly check_str: string;
  readonly scope_types: readonly ScopeType[] | null;
  readonly deprecated_rule?: { readonly name: string; readonly check_str: string };
}

interface RecordedRoute {
  readonly method: string;
  readonly path: string;
  readonly action?: string;
  readonly min_version?: string | null;
  readonly max_version?: string | null;
  readonly success: readonly number[];
  /** Rules in the handler's code, and those whose documentation names the route. */
  readonly policies?: readonly string[];
  readonly policies_documented?: readonly string[];
  /** What is no more: 410. */
  readonly gone?: boolean;
}

/** A service's routes and rules, as its file in `reference/routes` has them. */
export interface RecordedService {
  readonly routes: readonly RecordedRoute[];
  readonly policy_rules: Readonly<Record<string, RecordedRule>>;
}

export interface ReferenceOptions {
  /** Without the deprecated rules, as `[oslo_policy] enforce_new_defaults`. */
  readonly enforceNewDefaults?: boolean;
}

/** Microversions, 3.70 as 3070; an end that is not there is open. */
interface VersionRange {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** What upstream says of a route. */
export interface ReferenceRoute {
  readonly rules: readonly string[];
  readonly success: readonly number[];
}

/**
 * Upstream's routes with their rules, and the rules with their check strings, as recorded from the Python services
 * (`reference/routes`). The rules that our services declare are not looked at: a wrong one is what is searched for.
 */
export class PolicyReference {
  readonly #routes = new Map<string, RecordedRoute[]>();
  readonly #enforcer: Enforcer;
  readonly #rules: ReadonlySet<string>;

  private constructor(routes: readonly RecordedRoute[], rules: readonly RuleDefault[], onlyNew: boolean) {
    for (const route of routes) {
      const key = routeKey(route.method, route.path, route.action);
      this.#routes.set(key, [...(this.#routes.get(key) ?? []), route]);
    }
    const configuration = Configuration.of([policyOptions], { oslo_policy: { enforce_new_defaults: onlyNew } });
    this.#enforcer = Enforcer.create({ rules, configuration });
    this.#rules = new Set(rules.map(({ name }) => name));
  }

  /**
   * Reads what was recorded.
   * @param service - as in the name of its file: `cinder`
   */
  static read(service: string, options: ReferenceOptions = {}): PolicyReference {
    const file = new URL(`../../reference/routes/${service}.json`, import.meta.url);
    return PolicyReference.of(JSON.parse(readFileSync(file, 'utf8')) as RecordedService, options);
  }

  static of(
    { routes, policy_rules: rules }: RecordedService,
    { enforceNewDefaults = false }: ReferenceOptions = {},
  ): PolicyReference {
    const defaults = Object.entries(rules).map(([name, rule]) => ruleDefault(name, rule));
    return new PolicyReference(routes, defaults, enforceNewDefaults);
  }

  hasRule(name: string): boolean {
    return this.#rules.has(name);
  }

  hasRoute(key: string): boolean {
    return this.#routes.has(key);
  }

  /** What is recorded for a key in these microversions; undefined for what upstream does not have. */
  route(key: string, versions: VersionRange | undefined): ReferenceRoute | undefined {
    const rows = (this.#routes.get(key) ?? []).filter((row) => overlaps(row, versions));
    if (rows.length === 0) return undefined;
    return {
      rules: [...new Set(rows.flatMap((row) => [...(row.policies ?? []), ...(row.policies_documented ?? [])]))],
      success: [...new Set(rows.flatMap((row) => row.success))],
    };
  }

  /** Whether upstream's rule lets somebody do this to the target. */
  allows(
    rule: string,
    target: Readonly<Record<string, unknown>>,
    credentials: Readonly<Record<string, unknown>>,
  ): boolean {
    return this.#enforcer.enforce(rule, target, credentials);
  }
}

/** `POST /volumes/{}/action os-extend`: a route by what a request has of it; placeholders have other names here and there. */
export function routeKey(method: string, path: string, action?: string): string {
  return `${method} ${path.replace(/:[A-Za-z_]+|\{[^}]+\}/g, '{}')}${action === undefined ? '' : ` ${action}`}`;
}

function ruleDefault(
  name: string,
  { check_str: check, scope_types: scopes, deprecated_rule: old }: RecordedRule,
): RuleDefault {
  return {
    name,
    check,
    ...(scopes === null ? {} : { scopeTypes: scopes }),
    ...(old === undefined ? {} : { deprecatedRule: { name: old.name, check: old.check_str } }),
  };
}

function overlaps(row: RecordedRoute, { min = 0, max = Infinity }: VersionRange = {}): boolean {
  const from = row.min_version == null ? 0 : parseMicroversion(row.min_version);
  const to = row.max_version == null ? Infinity : parseMicroversion(row.max_version);
  return from <= max && min <= to;
}
