// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootGlance, type BootedGlance } from '../boot-glance.js';
import { TemporaryFolder } from '../temporary-folder.js';
import { type GlancePolicyFixture, glancePolicyFixture, glanceWalkValues } from './glance/glance-policy-fixture.js';
import { policyFindingsText, walkPolicy } from './policy-walk.js';
import { walkRoutes } from './walk-route.js';

describe.each([false, true])('the Image service with enforce_new_defaults = %s', (enforceNewDefaults) => {
  let folder: TemporaryFolder;
  let glance: BootedGlance;
  let fixture: GlancePolicyFixture;
  beforeAll(async () => {
    folder = await TemporaryFolder.create('stackport-walk');
    glance = await bootGlance({ values: glanceWalkValues(folder.path, enforceNewDefaults) });
    fixture = glancePolicyFixture(glance, enforceNewDefaults);
  });
  afterAll(async () => {
    fixture.close();
    await glance.close();
    await folder.remove();
  });

  it('answers each of the callers on every route as upstream’s rules say, and does nothing where it refuses', async () => {
    const routes = walkRoutes(glance.adapter.routes);
    expect(routes.length).toBeGreaterThan(70);
    expect(policyFindingsText(await walkPolicy(routes, fixture))).toBe('');
  }, 240_000);
});
