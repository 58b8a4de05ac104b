// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, type Logger, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DuplicatePolicyError,
  Enforcer,
  InvalidDefinitionError,
  PolicyFileError,
  PolicyNotAuthorized,
  policyOptions,
  RemoteCheckRequired,
  type RuleDefault,
} from './index.js';

let folder: string;
let lines: string[];
let now: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policy-'));
  lines = [];
  now = 0;
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const record =
  (level: string) =>
  (message: string): void => {
    lines.push(`${level} ${message}`);
  };
const logger: Logger = {
  ...silentLogger,
  debug: record('debug'),
  warning: record('warning'),
  error: record('error'),
  isEnabledFor: () => true,
};
const rule = (name: string, check: string, more: Partial<RuleDefault> = {}): RuleDefault => ({
  name,
  check,
  ...more,
});
const member = new RequestContext({ userId: 'u', projectId: 'p', roles: ['Member'] });
const admin = new RequestContext({ userId: 'a', projectId: 'q', roles: ['admin'] });

function enforcer(rules: RuleDefault[], options: Record<string, unknown> = {}): Enforcer {
  const places = { policy_file: join(folder, 'policy.yaml'), policy_dirs: [join(folder, 'policy.d')] };
  const configuration = Configuration.of([], { oslo_policy: { ...places, ...options } });
  return Enforcer.create({ rules, configuration, logger, now: () => now });
}

function write(text: string, name = 'policy.yaml'): void {
  writeFileSync(join(folder, name), text);
  // The clock of the file system may be coarser than two writes of a test.
  utimesSync(join(folder, name), new Date(), new Date(Date.now() + lines.length * 1000 + now));
}

describe('a context', () => {
  it('is asked for its values', () => {
    const checks = enforcer([
      rule('owner', 'project_id:%(project_id)s'),
      rule('role', 'role:member'),
      rule('admin', 'is_admin:True'),
      rule('domain', 'domain_id:%(domain_id)s'),
    ]);
    expect(checks.enforce('owner', { project_id: 'p' }, member)).toBe(true);
    expect(checks.enforce('owner', { project_id: 'q' }, member)).toBe(false);
    expect(checks.enforce('owner', {}, member)).toBe(false);
    expect(checks.enforce('role', {}, member)).toBe(true);
    expect(checks.enforce('admin', {}, admin)).toBe(false);
    expect(checks.enforce('admin', {}, admin.with({ isAdmin: true }))).toBe(true);
    expect(checks.enforce('domain', { domain_id: undefined }, member)).toBe(false);
  });

  it('may look into nested targets by dotted names', () => {
    const checks = enforcer([rule('nested', 'user_id:%(target.user.id)s')]);
    expect(checks.enforce('nested', { target: { user: { id: 'u' } } }, member)).toBe(true);
    expect(checks.enforce('nested', { 'target.user.id': 'u' }, member)).toBe(true);
    expect(checks.enforce('nested', { target: { user: null } }, member)).toBe(false);
  });
});

describe('a refusal', () => {
  it('has the message of upstream, and passwords do not reach the log', () => {
    const checks = enforcer([rule('image:get', 'role:admin')]);
    expect(() => checks.authorize('image:get', { password: 'hidden', name: 'n' }, member)).toThrow(
      new PolicyNotAuthorized('image:get'),
    );
    expect(() => checks.authorize('image:get', {}, admin)).not.toThrow();
    expect(new PolicyNotAuthorized('image:get').message).toBe('image:get is disallowed by policy');
    expect(lines.find((line) => line.startsWith('debug enforce: rule="image:get" creds={'))).toContain(
      '"roles":["Member"]',
    );
    expect(lines.join()).not.toContain('hidden');
  });

  it('comes of a check that Python fails at, however it is negated', () => {
    const checks = enforcer([rule('bad', 'not user_id.name:%(x)s'), rule('worse', 'not role:%')]);
    expect(checks.enforce('bad', { x: '1' }, member)).toBe(false);
    expect(checks.enforce('worse', {}, member)).toBe(false);
    expect(lines).toContain('error Policy worse allows nobody: Failed to understand check role:%');
  });

  it('comes of a rule that cannot be understood', () => {
    expect(enforcer([rule('torn', '(role:member')]).enforce('torn', {}, member)).toBe(false);
    expect(lines).toContain('error Policy torn: Failed to understand rule (role:member');
  });
});

describe('definitions', () => {
  it('may not be registered twice', () => {
    expect(() => enforcer([rule('a', ''), rule('a', '')])).toThrow(DuplicatePolicyError);
  });

  it.each([
    ['itself', [rule('a', 'rule:a')]],
    ['another and back', [rule('a', 'role:x or (rule:b and @)'), rule('b', 'not rule:a')]],
    ['the default rule', [rule('default', 'rule:none')]],
  ])('may not lead through %s', (_what, rules) => {
    expect(() => enforcer(rules)).toThrow(InvalidDefinitionError);
    expect(lines.some((line) => line.endsWith('are part of a cyclical reference.'))).toBe(true);
  });

  it('may use one rule twice, and may name one that is not there, which is told', () => {
    const checks = enforcer([rule('a', 'rule:b and rule:b'), rule('b', '@'), rule('c', 'not rule:none')]);
    expect(checks.enforce('a', {}, member)).toBe(true);
    expect(checks.enforce('c', {}, member)).toBe(true);
    expect(lines).toContain("warning Policies ['c'] reference a rule that is not defined.");
  });

  it('tell what is deprecated or redundant in a file', () => {
    const deprecatedForRemoval = { reason: 'Nobody asks.', since: 'Zed' };
    write('gone: "role:x"\nsame: "role:a"\n');
    enforcer([rule('gone', 'role:y', { deprecatedForRemoval }), rule('same', '(role:a)')]);
    expect(lines.filter((line) => line.startsWith('warning'))).toEqual([
      'warning Policy "gone":"role:y" was deprecated for removal in Zed. Reason: Nobody asks.. Its value may be silently ignored in the future.',
      expect.stringMatching(/^warning Policy Rules \['same'\] specified in policy files are the same as the defaults/),
    ]);
  });
});

describe('scopes', () => {
  it('that do not fit are told once while they are not enforced', () => {
    const checks = enforcer([rule('system', '@', { scopeTypes: ['system'] })]);
    for (let i = 0; i < 3; i++) expect(checks.enforce('system', {}, member)).toBe(true);
    const told = lines.filter((line) => line.startsWith('warning'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("project scoped but the policy requires ['system'] scope");
    expect(checks.enforce('system', {}, admin.with({ systemScope: 'all' }))).toBe(true);
  });

  it('are an error of their own while they are', () => {
    const checks = enforcer([rule('system', 'role:x', { scopeTypes: ['system'] })], { enforce_scope: true });
    expect(checks.enforce('system', {}, member)).toBe(false);
    expect(() => checks.authorize('system', {}, member)).toThrow(
      '"system": "role:x" requires a scope of [\'system\'], request was made with project scope.',
    );
  });
});

describe('the policy file', () => {
  const rules = [rule('a', 'role:admin')];

  it('may be missing, which is told once, and come later', () => {
    const checks = enforcer(rules);
    expect(checks.enforce('a', {}, member)).toBe(false);
    expect(lines[0]).toBe(`debug The policy file ${join(folder, 'policy.yaml')} could not be found.`);
    write('a: "role:member"');
    now += 1000;
    expect(checks.enforce('a', {}, member)).toBe(true);
    rmSync(join(folder, 'policy.yaml'));
    now += 1000;
    expect(checks.enforce('a', {}, member)).toBe(false);
    expect(lines.filter((line) => line.includes('could not be found'))).toHaveLength(1);
  });

  it('is looked at once a second at most', () => {
    write('a: "role:member"');
    const checks = enforcer(rules);
    write('a: "!"');
    now += 999;
    expect(checks.enforce('a', {}, member)).toBe(true);
    now += 1;
    expect(checks.enforce('a', {}, member)).toBe(false);
  });

  it('is followed by the files of folders, whose changes count too', () => {
    mkdirSync(join(folder, 'policy.d'));
    write('a: "@"', 'policy.d/a.yaml');
    const checks = enforcer(rules);
    expect(checks.enforce('a', {}, member)).toBe(true);
    write('a: "!"', 'policy.d/b.yaml');
    now += 1000;
    expect(checks.enforce('a', {}, admin)).toBe(false);
  });

  it.each([
    ['is torn', 'a: "role:mem'],
    ['is a list', '- a\n- b'],
    ['is a text', 'role:admin'],
    ['has a number for a rule', 'a: 5'],
    ['has false for a rule', 'a: false'],
    ['has a circle', 'a: "rule:b"\nb: "rule:a"'],
  ])('that %s stops the start, and leaves a running service with the rules it has', (_what, text) => {
    write('a: "role:member"');
    const checks = enforcer(rules);
    write(text);
    now += 1000;
    expect(checks.enforce('a', {}, member)).toBe(true);
    expect(lines).toContain('error The changed policy files cannot be used; the rules stay as they were');
    const told = lines.length;
    now += 1000;
    expect(checks.enforce('a', {}, member)).toBe(true);
    expect(lines.slice(told).filter((line) => line.startsWith('error'))).toEqual([]);
    expect(() => enforcer(rules)).toThrow(text.includes('rule:b') ? InvalidDefinitionError : PolicyFileError);
  });

  it('names itself and the policy in an error', () => {
    write('a: [{b: c}]');
    expect(() => enforcer(rules)).toThrow(/^Policy file .*policy\.yaml: policy a: a rule's list holds texts and lists/);
  });

  it('may be the old policy.json where nothing is said', async () => {
    write('{"a": "role:member"}', 'policy.json');
    write('[DEFAULT]\n', 'service.conf');
    const configuration = await Configuration.load({
      project: 'service',
      program: 'service',
      groups: [policyOptions],
      configFiles: [join(folder, 'service.conf')],
      environment: {},
    });
    const checks = new Enforcer({ rules, configuration, logger });
    expect(checks.enforce('a', {}, member)).toBe(true);
    expect(
      lines.find((line) => line.startsWith('warning JSON formatted policy_file support is deprecated')),
    ).toBeDefined();
    write('a: "!"');
    expect(new Enforcer({ rules, configuration }).enforce('a', {}, member)).toBe(false);
  });
});

describe('a rule that asks another server', () => {
  it('is refused by the synchronous calls when they come to it', () => {
    const checks = enforcer([rule('a', 'role:admin or http://localhost/')]);
    expect(checks.enforce('a', {}, admin)).toBe(true);
    expect(() => checks.enforce('a', {}, member)).toThrow(RemoteCheckRequired);
    expect(() => checks.authorize('a', {}, member)).toThrow(RemoteCheckRequired);
  });
});
