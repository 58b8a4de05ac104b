// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { Configuration, type Logger, silentLogger } from '@stackport/config';
import { Enforcer, policyOptions, type RuleDefault } from '@stackport/policy';
import { describe, expect, it } from 'vitest';
import { policyRules } from './index.js';

interface RecordedRule {
  readonly check_str: string;
  readonly scope_types: readonly string[] | null;
  readonly deprecated_rule?: { readonly name: string; readonly check_str: string };
  readonly operations?: readonly { readonly method: string; readonly path: string }[];
}

const recorded = (
  JSON.parse(readFileSync(new URL('../../../testing/reference/routes/nova.json', import.meta.url), 'utf8')) as {
    policy_rules: Record<string, RecordedRule>;
  }
).policy_rules;

describe('the rules', () => {
  it('are those of Zed, by name', () => {
    expect(policyRules.map(({ name }) => name).sort()).toEqual(Object.keys(recorded).sort());
    expect(policyRules).toHaveLength(201);
  });

  it.each(policyRules.map((rule) => [rule.name, rule] as const))('%s is what it is upstream', (name, rule) => {
    expect(asRecorded(rule)).toEqual({ ...recorded[name], scope_types: recorded[name]?.scope_types ?? null });
  });

  it('refer to rules that exist, and not in circles', () => {
    const configuration = Configuration.of([policyOptions]);
    const warnings: string[] = [];
    const recording: Logger = {
      ...silentLogger,
      warning: (text: string) => void warnings.push(text),
      named: () => recording,
    };
    Enforcer.create({ rules: policyRules, configuration, logger: recording });
    expect(warnings).toEqual([]);
  });
});

function asRecorded({ check, scopeTypes, deprecatedRule, operations }: RuleDefault): RecordedRule {
  return {
    check_str: check,
    scope_types: scopeTypes ?? null,
    ...(deprecatedRule === undefined
      ? {}
      : { deprecated_rule: { name: deprecatedRule.name, check_str: deprecatedRule.check } }),
    ...(operations === undefined ? {} : { operations: operations.map(({ method, path }) => ({ method, path })) }),
  };
}
