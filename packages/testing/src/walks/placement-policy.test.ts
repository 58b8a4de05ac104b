// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BootedPlacement, bootPlacement } from '../boot-placement.js';
import { type PlacementPolicyFixture, placementPolicyFixture } from './placement/placement-policy-fixture.js';
import { policyFindingsText, walkPolicy } from './policy-walk.js';
import { walkRoutes } from './walk-route.js';

describe.each([false, true])('the Placement service with enforce_new_defaults = %s', (enforceNewDefaults) => {
  let placement: BootedPlacement;
  let fixture: PlacementPolicyFixture;
  beforeAll(async () => {
    placement = await bootPlacement({ values: { oslo_policy: { enforce_new_defaults: enforceNewDefaults } } });
    fixture = placementPolicyFixture(placement, enforceNewDefaults);
  });
  afterAll(async () => {
    fixture.close();
    await placement.close();
  });

  it('answers each of the callers on every route as upstream’s rules say, and does nothing where it refuses', async () => {
    const routes = walkRoutes(placement.routes);
    expect(routes).toHaveLength(37);
    expect(policyFindingsText(await walkPolicy(routes, fixture))).toBe('');
  }, 120_000);
});
