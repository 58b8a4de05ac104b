// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bootGlance, type BootedGlance } from '../boot-glance.js';
import { walkBadInput } from './bad-input-walk.js';
import { walkRoutes } from './walk-route.js';

let glance: BootedGlance;
beforeAll(async () => {
  glance = await bootGlance();
});
afterAll(() => glance.close());

it('the Image service answers every input that makes no sense, on every route, and goes on', async () => {
  const client = glance.client.as(glance.validator.issue({ roles: ['admin', 'member', 'reader'] }));
  const routes = walkRoutes(glance.adapter.routes);
  expect(routes.length).toBeGreaterThan(70);
  expect(await walkBadInput({ client, routes })).toEqual([]);
  expect((await client.get('/v2/images')).status).toBe(200);
}, 120_000);
