// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identityRules } from '../rules/index.js';
import { TestCloud } from '../test-support.js';

interface Reference {
  readonly routes: readonly {
    readonly method: string;
    readonly path: string;
    readonly success: readonly number[];
    readonly policies: readonly string[];
  }[];
  readonly policy_rules: Readonly<
    Record<
      string,
      {
        readonly check_str: string;
        readonly scope_types: readonly string[] | null;
        readonly deprecated_rule?: { readonly name: string; readonly check_str: string };
      }
    >
  >;
}

const reference = JSON.parse(
  readFileSync(new URL('../../../testing/reference/routes/keystone.json', import.meta.url), 'utf8'),
) as Reference;

/** Our own notation, with the leaf in front. */
const ours = (path: string): string => (path === '/' ? '/versions' : path.replace(/\{(\w+)\}/g, ':$1'));
const shape = (path: string): string => path.replace(/:\w+/g, ':');

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.create();
});
afterAll(() => cloud.close());

describe('the routes', () => {
  it('are those of Keystone', () => {
    const known = new Map(cloud.service.routes.map(({ method, path }) => [`${method} ${shape(path)}`, path]));
    const missing = reference.routes.filter(({ method, path, success }) => {
      // HEAD is answered as GET; a GET that only raises is answered by the router.
      if (method === 'HEAD' || success.length === 0) return false;
      return !known.has(`${method} ${shape(ours(path))}`);
    });
    expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('have the rules that Keystone checks there', () => {
    const policies = new Map(
      cloud.service.routes.map(({ method, path, selector }) => [
        `${method} ${shape(path)}`,
        (selector as { policy: unknown }).policy,
      ]),
    );
    const different: string[] = [];
    for (const { method, path, policies: wanted } of reference.routes) {
      const policy = policies.get(`${method} ${shape(ours(path))}`);
      if (policy === undefined || wanted.length === 0) continue;
      const rules = typeof policy === 'string' ? [policy] : [(policy as { rule: string | string[] }).rule].flat();
      if (!wanted.every((rule) => rules.includes(rule)))
        different.push(`${method} ${path}: ${rules.join()} for ${wanted.join()}`);
    }
    expect(different).toEqual([]);
  });

  it('but for what tells nothing and what has a proof of its own, answer 401 without a token', async () => {
    const open: string[] = [];
    for (const { method, path, selector } of cloud.service.routes) {
      const target = path.replace(/^\/versions\/?/, '/').replace(/:\w+/g, 'x');
      const body = ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined;
      const { status } = await cloud.call(method, target, { body });
      if ((selector as { policy: unknown }).policy === 'public') open.push(`${method} ${path}`);
      else expect(status, `${method} ${path}`).toBe(401);
    }
    expect(open.sort()).toEqual([
      'GET /v3',
      'GET /v3/auth/tokens/OS-PKI/revoked',
      'GET /versions',
      'POST /v3/OS-OAUTH1/access_token',
      'POST /v3/OS-OAUTH1/request_token',
      'POST /v3/auth/tokens',
      'POST /v3/users/:user_id/password',
    ]);
  });

  it('answer 404, not 500, for ids that do not exist', async () => {
    const token = await cloud.login('admin', 'admin-password', { system: { all: true } });
    for (const { method, path } of cloud.service.routes) {
      if (!path.includes(':') || !['GET', 'DELETE'].includes(method)) continue;
      const { status } = await cloud.call(method, path.replace(/:\w+/g, 'nosuch'), { token });
      expect([200, 400, 403, 404], `${method} ${path}`).toContain(status);
    }
  });

  it('answer bodies of the wrong kind with 400 or 404, never 500', async () => {
    const token = await cloud.admin();
    for (const { method, path } of cloud.service.routes) {
      if (!['POST', 'PUT', 'PATCH'].includes(method) || path.startsWith('/v3/OS-OAUTH1')) continue;
      const key = /\/([a-z_]+?)(?:ie)?s?(?:\/:\w+)?$/.exec(path)?.[1] ?? 'x';
      for (const value of [null, [], 5, 'x', { name: 5, id: 5, type: [], blob: 1 }]) {
        const answer = await cloud.call(method, path.replace(/:\w+/g, 'nosuch'), {
          token,
          body: { [key]: value, [`${key}s`]: value, auth: value },
        });
        expect(answer.status, `${method} ${path} ${JSON.stringify(value)}: ${answer.text}`).toBeLessThan(500);
      }
    }
  });
});

describe('the rules', () => {
  it("are Keystone's defaults", () => {
    const rules = Object.fromEntries(
      identityRules.map(({ name, check, scopeTypes, deprecatedRule }) => [
        name,
        {
          check_str: check,
          scope_types: scopeTypes ?? null,
          ...(deprecatedRule === undefined
            ? {}
            : { deprecated_rule: { name: deprecatedRule.name, check_str: deprecatedRule.check } }),
        },
      ]),
    );
    expect(rules).toEqual(reference.policy_rules);
  });
});
