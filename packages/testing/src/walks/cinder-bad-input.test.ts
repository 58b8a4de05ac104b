// SPDX-License-Identifier: Apache-2.0
import { Response } from '@stackport/wsgi';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bootCinder, type BootedCinder } from '../boot-cinder.js';
import { ListeningApplication } from '../listening-application.js';
import { walkBadInput } from './bad-input-walk.js';
import { walkRoutes } from './walk-route.js';

let cinder: BootedCinder;
let identity: ListeningApplication;
beforeAll(async () => {
  cinder = await bootCinder({ workers: true });
  // Knows no project.
  identity = await ListeningApplication.start(async () => Response.json({ error: { code: 404 } }, 404));
});
afterAll(async () => {
  await cinder.close();
  await identity.stop();
});

it('the Block Storage service answers every input that makes no sense, on every route, and goes on', async () => {
  const endpoints = [{ id: 'e', interface: 'public', region: 'RegionOne', region_id: 'RegionOne', url: identity.url }];
  const token = cinder.validator.issue({
    roles: ['admin', 'member', 'reader'],
    differences: { catalog: [{ id: 's', type: 'identity', name: 'keystone', endpoints }] },
  });
  const client = cinder.client.as(token).with({ 'OpenStack-API-Version': 'volume latest' });
  const routes = walkRoutes(cinder.adapter.routes);
  expect(routes.length).toBeGreaterThan(150);
  expect(await walkBadInput({ client, routes })).toEqual([]);
  expect((await client.get('/v3/volumes')).status).toBe(200);
}, 240_000);
