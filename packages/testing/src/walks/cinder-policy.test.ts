// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootCinder, type BootedCinder } from '../boot-cinder.js';
import type { ListeningApplication } from '../listening-application.js';
import { cinderPolicyFixture, type CinderPolicyFixture } from './cinder/cinder-policy-fixture.js';
import { startNeighbours } from './cinder/neighbours.js';
import { policyFindingsText, walkPolicy } from './policy-walk.js';
import { walkRoutes } from './walk-route.js';

describe.each([false, true])('the Block Storage service with enforce_new_defaults = %s', (enforceNewDefaults) => {
  let cinder: BootedCinder;
  let neighbours: ListeningApplication;
  let fixture: CinderPolicyFixture;
  beforeAll(async () => {
    neighbours = await startNeighbours();
    cinder = await bootCinder({
      values: {
        // The services do not beat: once is enough for the hour.
        DEFAULT: {
          quota_volumes: -1,
          quota_snapshots: -1,
          quota_backups: -1,
          quota_groups: -1,
          quota_gigabytes: -1,
          service_down_time: 3600,
        },
        oslo_policy: { enforce_new_defaults: enforceNewDefaults },
      },
    });
    fixture = await cinderPolicyFixture(cinder, { neighbours: neighbours.url, enforceNewDefaults });
  });
  afterAll(async () => {
    fixture.close();
    await cinder.close();
    await neighbours.stop();
  });

  it('answers each of the callers on every route as upstream’s rules say, and does nothing where it refuses', async () => {
    const routes = walkRoutes(cinder.adapter.routes);
    expect(routes.length).toBeGreaterThan(150);
    expect(policyFindingsText(await walkPolicy(routes, fixture))).toBe('');
  }, 240_000);
});
