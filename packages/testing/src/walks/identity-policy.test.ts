// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootIdentity, type BootedIdentity } from '../boot-identity.js';
import { type IdentityPolicyFixture, identityPolicyFixture } from './identity/identity-policy-fixture.js';
import { policyFindingsText, walkPolicy } from './policy-walk.js';
import { walkRoutes } from './walk-route.js';

describe.each([false, true])('the identity service with enforce_new_defaults = %s', (enforceNewDefaults) => {
  let identity: BootedIdentity;
  let fixture: IdentityPolicyFixture;
  beforeAll(async () => {
    identity = await bootIdentity({ values: { oslo_policy: { enforce_new_defaults: enforceNewDefaults } } });
    fixture = await identityPolicyFixture(identity, { url: 'http://keystone.test:5000', enforceNewDefaults });
  });
  afterAll(async () => {
    fixture.close();
    await identity.close();
  });

  it('answers each of the callers on every route as upstream’s rules say, and does nothing where it refuses', async () => {
    // The leaf of the versions is mounted at the root.
    const routes = walkRoutes(identity.service.routes).map((route) =>
      route.path === '/versions' ? { ...route, path: '/' } : route,
    );
    expect(routes.length).toBeGreaterThan(200);
    expect(policyFindingsText(await walkPolicy(routes, fixture))).toBe('');
  }, 240_000);
});
