// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bootIdentity, type BootedIdentity } from '../boot-identity.js';
import { walkBadInput } from './bad-input-walk.js';
import { walkRoutes } from './walk-route.js';

let identity: BootedIdentity;
beforeAll(async () => {
  identity = await bootIdentity();
});
afterAll(() => identity.close());

it('the identity service answers every input that makes no sense, on every route, and goes on', async () => {
  const client = identity.client.as(await identity.issueAdmin());
  const routes = walkRoutes(identity.service.routes);
  expect(routes.length).toBeGreaterThan(200);
  // Federation and the like are answered 501 on purpose, as nobody configured them.
  expect(await walkBadInput({ client, routes })).toEqual([]);
  expect((await client.get('/v3/users')).status).toBe(200);
}, 180_000);
