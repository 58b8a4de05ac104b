// SPDX-License-Identifier: Apache-2.0
import { Response } from '@stackport/wsgi';
import { describe, expect, it } from 'vitest';
import { Client } from '../client.js';
import type { PolicyFixture, RouteAsk, WalkCaller } from './policy-fixture.js';
import { PolicyReference, routeKey } from './policy-reference.js';
import { policyFindingsText, walkPolicy } from './policy-walk.js';
import { walkRoutes } from './walk-route.js';

const admins = 'role:admin';
const owners = 'role:admin or project_id:%(project_id)s';
const recorded = {
  routes: [
    { method: 'GET', path: '/things', success: [200], policies: ['thing:list'] },
    { method: 'DELETE', path: '/things/{id}', success: [204], policies: ['thing:delete'] },
    { method: 'GET', path: '/open', success: [200], policies: [] },
  ],
  policy_rules: {
    'thing:list': { check_str: owners, scope_types: null },
    'thing:delete': { check_str: admins, scope_types: null, deprecated_rule: { name: 'old', check_str: owners } },
  },
};

/** A service of one thing, which belongs to the project `own`; what it does wrong is the test's to say. */
class Things {
  deletions = 0;
  readonly #statusOf: (route: string, caller: string) => number;
  readonly #listing: (caller: string) => string;

  constructor(
    statusOf: (route: string, caller: string) => number | undefined,
    listing: (caller: string) => string = (caller) => (caller === 'stranger' ? '' : 'treasure'),
  ) {
    this.#statusOf = (route, caller) => statusOf(route, caller) ?? rightAnswer(route, caller);
    this.#listing = listing;
  }

  fixture(
    options: { readonly asks?: Readonly<Record<string, RouteAsk>>; readonly onlyNew?: boolean } = {},
  ): PolicyFixture {
    const client = Client.of(async (request) => {
      const caller = request.headers.get('x-auth-token') ?? 'nobody';
      const status = this.#statusOf(`${request.method} ${request.pathInfo}`, caller);
      if (request.method === 'DELETE' && (status < 400 || status === 409)) this.deletions += 1;
      return Response.json({ things: this.#listing(caller) }, status);
    });
    const caller = (name: WalkCaller['name'], project: string, roles: readonly string[]): WalkCaller => ({
      name,
      client: client.as(name),
      credentials: { user_id: name, project_id: project, roles, is_admin: roles.includes('admin') },
    });
    return {
      reference: PolicyReference.of(recorded, { enforceNewDefaults: options.onlyNew ?? true }),
      prefix: '/v1',
      callers: [
        { name: 'nobody', client, credentials: undefined },
        caller('stranger', 'other', ['member']),
        caller('member', 'own', ['member']),
        caller('admin', 'own', ['admin']),
      ],
      asks: options.asks ?? {
        'GET /things': { ask: () => ({ owner: 'own', listed: 'treasure' }) },
        'DELETE /things/{}': { ask: () => ({ path: ['1'], owner: 'own' }) },
        'GET /open': { access: 'public' },
      },
      state: () => new Map([['the things', String(this.deletions)]]),
    };
  }
}

function rightAnswer(route: string, caller: string): number {
  if (route.endsWith('/open')) return 200;
  if (caller === 'nobody') return 401;
  if (route.startsWith('GET')) return 200;
  return { stranger: 404, member: 403, admin: 204 }[caller] ?? 500;
}

const routes = walkRoutes(
  recorded.routes.map(({ method, path }) => ({
    method,
    path: `/v1${path.replace('{id}', ':id')}`,
    // What our own service declares is not believed.
    selector: { policy: 'authenticated', success: 200 },
  })),
);
const found = async (fixture: PolicyFixture): Promise<string> => policyFindingsText(await walkPolicy(routes, fixture));

describe('the policy walk', () => {
  it('finds nothing where all is as upstream’s rules say', async () => {
    expect(await found(new Things(() => undefined).fixture())).toBe('');
  });

  it('finds who may do what the rules refuse, and who may not do what they allow', async () => {
    const lax = new Things((route, caller) => (route.startsWith('DELETE') && caller === 'member' ? 204 : undefined));
    expect(await found(lax.fixture())).toMatch(
      /^\[member\] DELETE \/v1\/things\/:id: 204 instead of 403 \(thing:delete\).*\n\[member\] .*: was refused, and changed the things$/,
    );
    const strict = new Things((route, caller) => (route.startsWith('DELETE') && caller === 'admin' ? 403 : undefined));
    expect(await found(strict.fixture())).toMatch(/^\[admin\] .*: 403 instead of 204 \(every rule allows it\)/);
  });

  it('counts the deprecated rules where the service does', async () => {
    expect(await found(new Things(() => undefined).fixture({ onlyNew: false }))).toMatch(
      /^\[member\] .* 403 instead of 204/,
    );
  });

  it('finds what is shown to another project, or done without a token', async () => {
    const open = new Things((_route, caller) => (caller === 'nobody' ? 200 : undefined));
    expect(await found(open.fixture())).toMatch(/^\[nobody\] GET \/v1\/things: 200 instead of 401 \(no token\)/);
    const told = new Things((route, caller) => (route.startsWith('DELETE') && caller === 'stranger' ? 200 : undefined));
    expect(await found(told.fixture())).toMatch(/\[stranger\] .*: 200 instead of 404 or 403 \(of another project\)/);
    const listing = new Things(
      () => undefined,
      (caller) => (caller === 'member' ? '' : 'treasure'),
    );
    expect(await found(listing.fixture())).toBe(
      '[stranger] GET /v1/things: sees treasure\n[member] GET /v1/things: does not see treasure',
    );
  });

  it('finds what is done although it is refused', async () => {
    const careless = new Things((route, caller) =>
      route.startsWith('DELETE') && caller === 'member' ? 409 : undefined,
    );
    expect(await found(careless.fixture())).toContain(
      '[member] DELETE /v1/things/:id: was refused, and changed the things',
    );
  });

  it('finds a route without a rule, without objects, or that upstream does not have', async () => {
    const things = new Things(() => undefined);
    const { asks } = things.fixture();
    const without = Object.fromEntries(Object.entries(asks).filter(([key]) => key !== 'GET /things'));
    expect(await found({ ...things.fixture(), asks: without })).toBe(
      'GET /v1/things: the fixture has no objects for GET /things',
    );
    expect(await found({ ...things.fixture(), asks: { ...asks, 'GET /open': {} } })).toBe(
      'GET /v1/open: there is no rule, and nothing says that there is none',
    );
    expect(await found({ ...things.fixture(), asks: { ...asks, 'GET /things': { access: 'public' } } })).toBe(
      'GET /v1/things: has rules (thing:list), and is said to have none',
    );
    expect(await found({ ...things.fixture(), asks: { ...asks, 'PUT /nothing': {} } })).toBe(
      'PUT /nothing: upstream has no such route',
    );
    expect(await found({ ...things.fixture(), asks: { ...asks, 'GET /things': { rules: ['thing:guess'] } } })).toBe(
      'GET /v1/things: upstream has no rule thing:guess',
    );
    const further = [
      ['DELETE /things/{}', { ask: () => ({ path: ['1'], owner: 'own' }), rules: ['thing:list'] }],
    ] as const;
    expect(await found({ ...things.fixture(), further })).toMatch(/^\[member\] DELETE .*: 403 instead of 204/);
    expect(await found({ ...things.fixture(), further: [['GET /none', {}]] })).toBe(
      'GET /none: there is no such route',
    );
    const ranged = { ...asks, 'GET /things [2.1-]': { access: 'public' as const } };
    expect(await found({ ...things.fixture(), asks: ranged })).toBe('');
    expect(routeKey('POST', '/v3/volumes/:id/action', 'os-extend')).toBe('POST /v3/volumes/{}/action os-extend');
  });
});
