// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BootedNova, bootNova } from '../boot-nova.js';
import { walkBadInput } from './bad-input-walk.js';
import { NovaNeighbours } from './nova/nova-neighbours.js';
import { novaHeaders } from './nova/nova-headers.js';
import { walkRoutes } from './walk-route.js';

describe('the Compute service with hosts', () => {
  let nova: BootedNova;
  let neighbours: NovaNeighbours;
  beforeAll(async () => {
    neighbours = await NovaNeighbours.start();
    const { validator, values } = neighbours;
    nova = await bootNova({ validator, values, hosts: ['anchor', 'next'] });
  });
  afterAll(async () => {
    await nova.close();
    await neighbours.stop();
  });

  it('answers every input that makes no sense, on every route, and goes on', async () => {
    const token = nova.validator.issue({ project: 'abc', roles: ['admin', 'member', 'reader'] });
    const client = nova.client.as(token);
    const routes = walkRoutes(nova.adapter.routes);
    expect(routes.length).toBeGreaterThan(220);
    expect(await walkBadInput({ client, routes, headers: novaHeaders })).toEqual([]);
    expect((await client.get('/v2.1/servers/detail')).status).toBe(200);
  }, 240_000);
});
