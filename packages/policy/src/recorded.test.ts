// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Configuration } from '@stackport/config';
import { describe, expect, it } from 'vitest';
import { Enforcer, policyOptions, type RuleDefault } from './index.js';

/** A question: the rule, which of the credentials, whether to authorize, and what upstream answered. */
type Question = [rule: string, which: number, authorize: boolean, answer: boolean | Record<string, string>];

interface Case {
  readonly name: string;
  readonly rules: RuleDefault[];
  readonly files?: Record<string, string>;
  readonly options?: Record<string, unknown>;
  readonly target: Record<string, unknown>;
  readonly creds: Record<string, unknown>[];
  readonly asks: Question[];
  /** The rules in force, in canonical form. */
  readonly texts: Record<string, string>;
}

const path = new URL('../recorded/oslo-policy-recorded.json', import.meta.url);
const cases = JSON.parse(readFileSync(path, 'utf8')) as Case[];

function enforcerOf(one: Case, folder: string): Enforcer {
  for (const [name, text] of Object.entries(one.files ?? {})) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const places = { policy_file: join(folder, 'policy.yaml'), policy_dirs: [join(folder, 'policy.d')] };
  const configuration = Configuration.of([policyOptions], { oslo_policy: { ...places, ...one.options } });
  return new Enforcer({ rules: one.rules, configuration });
}

function ask(enforcer: Enforcer, one: Case, [rule, which, authorize]: Question): unknown {
  const credentials = one.creds[which] ?? {};
  try {
    if (!authorize) return enforcer.enforce(rule, one.target, credentials);
    enforcer.authorize(rule, one.target, credentials);
    return true;
  } catch (error) {
    return { error: (error as Error).name, message: (error as Error).message };
  }
}

describe('what oslo.policy 4.0 answered', () => {
  it.each(cases)('$name', (one) => {
    const folder = mkdtempSync(join(tmpdir(), 'policy-'));
    try {
      const enforcer = enforcerOf(one, folder);
      const label = ([rule, which]: Question): string =>
        `${rule} (${one.rules.find(({ name }) => name === rule)?.check ?? ''}) for ${JSON.stringify(one.creds[which])}`;
      // Where upstream ends in an error of Python's, nobody is allowed here.
      const expected = one.asks.map((question) => [
        label(question),
        typeof question[3] === 'object' && 'crash' in question[3] ? false : question[3],
      ]);
      expect(one.asks.map((question) => [label(question), ask(enforcer, one, question)])).toEqual(expected);
      if (one.name !== 'the rule language') expect(Object.fromEntries(enforcer.effectiveRules())).toEqual(one.texts);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
