// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { formatMicroversion, type OperationMetadata } from '@stackport/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyRules } from '../policies/index.js';
import { testPlacement, type TestPlacement } from '../test-support.js';

interface RecordedRoute {
  readonly method: string;
  readonly path: string;
  readonly policies_documented?: readonly string[];
}

interface RecordedRule {
  readonly check_str: string;
  readonly scope_types: readonly string[] | null;
  readonly deprecated_rule?: { readonly name: string; readonly check_str: string };
  readonly operations?: readonly { readonly method: string; readonly path: string }[];
}

const recorded = JSON.parse(
  readFileSync(new URL('../../../testing/reference/routes/placement.json', import.meta.url), 'utf8'),
) as { max_microversion: string; routes: RecordedRoute[]; policy_rules: Record<string, RecordedRule> };

/** The root has two paths to upstream, which is one to us. */
const upstream = recorded.routes.filter(({ path }) => path !== '');

let placement: TestPlacement;
beforeAll(async () => {
  placement = await testPlacement();
});
afterAll(() => placement.close());

function keyOf(method: string, path: string): string {
  return `${method} ${path.replace(/:[^/]+|\{[^}]+\}/g, '{}')}`;
}

function ours(): { readonly key: string; readonly operation: OperationMetadata }[] {
  return placement.routes.map(({ method, path, selector }) => ({
    key: keyOf(method, path),
    operation: selector as OperationMetadata,
  }));
}

describe('the routes', () => {
  it('are those of Zed', () => {
    const wanted = upstream.map(({ method, path }) => keyOf(method, path)).sort();
    expect([...new Set(ours().map(({ key }) => key))].sort()).toEqual(wanted);
    expect(recorded.routes).toHaveLength(37);
  });

  it('have the policies that Zed documents', () => {
    const documented = new Map(
      upstream.map(({ method, path, policies_documented: rules }) => [keyOf(method, path), rules]),
    );
    for (const { key, operation } of ours()) {
      const { policy } = operation;
      expect([key, typeof policy === 'string' ? policy : [policy.rule].flat()]).toEqual([
        key,
        documented.get(key) ?? 'public',
      ]);
    }
  });

  it.each([
    ['GET', '/resource_classes', '1.2', 404, 200],
    ['GET', '/resource_classes/VCPU', '1.2', 404, 200],
    ['DELETE', '/resource_classes/CUSTOM_NONE', '1.2', 404, 404],
    ['GET', '/resource_providers/none/aggregates', '1.1', 404, 404],
    ['DELETE', '/resource_providers/none/inventories', '1.5', 405, 404],
    ['GET', '/traits', '1.6', 404, 200],
    ['GET', '/traits/HW_CPU_X86_VMX', '1.6', 404, 204],
    ['PUT', '/resource_classes/CUSTOM_PUT', '1.7', 415, 201],
    ['GET', '/usages?project_id=p', '1.9', 404, 200],
    ['GET', '/allocation_candidates?resources=VCPU:1', '1.10', 404, 200],
    ['POST', '/allocations', '1.13', 404, 415],
    ['POST', '/reshaper', '1.30', 404, 415],
  ])('%s %s is there from %s on', async (method, path, version, before, since) => {
    const just = formatMicroversion(1000 + Number(version.split('.')[1]) - 1);
    expect((await placement.ask(method, path, { version: just })).status).toBe(before);
    expect((await placement.ask(method, path, { version })).status).toBe(since);
  });

  it.each([
    ['PATCH', '/resource_providers', 'GET, POST'],
    ['POST', '/resource_providers/x', 'GET, PUT, DELETE'],
    ['DELETE', '/usages', 'GET'],
  ])('%s %s is not allowed, and the answer says what is', async (method, path, allowed) => {
    const answer = await placement.ask(method, path);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allowed);
    expect(answer.json()).toMatchObject({ errors: [{ status: 405, title: 'Method Not Allowed' }] });
  });

  it.each(['/nothing', '/resource_providers/', '/resource_providers//traits', '/allocations/a/b'])(
    '%s is nowhere',
    async (path) => {
      expect((await placement.ask('GET', path)).status).toBe(404);
    },
  );
});

describe('the rules', () => {
  it('are those of Zed, with their old ones', () => {
    const mine = policyRules.map(({ name, check, scopeTypes, deprecatedRule, operations }) => [
      name,
      {
        check_str: check,
        scope_types: scopeTypes ?? null,
        ...(deprecatedRule === undefined
          ? {}
          : { deprecated_rule: { name: deprecatedRule.name, check_str: deprecatedRule.check } }),
        ...(operations === undefined ? {} : { operations }),
      },
    ]);
    expect(Object.fromEntries(mine)).toEqual(recorded.policy_rules);
  });
});
