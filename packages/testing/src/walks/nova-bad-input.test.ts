// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BootedNova, bootNova } from '../boot-nova.js';
import { walkBadInput } from './bad-input-walk.js';
import { readCloudRows } from './nova/cloud-rows.js';
import { NovaNeighbours } from './nova/nova-neighbours.js';
import { novaHeaders } from './nova/nova-headers.js';
import { OWNER, USER } from './nova/nova-objects.js';
import { novaPolicyFixture, QUIET } from './nova/nova-policy-fixture.js';
import { walkSpoiledInput } from './spoiled-input-walk.js';
import { walkRoutes } from './walk-route.js';

let nova: BootedNova;
let neighbours: NovaNeighbours;
beforeEach(async () => {
  neighbours = await NovaNeighbours.start();
});
afterEach(async () => {
  await nova.close();
  await neighbours.stop();
});

describe('the Compute service', () => {
  it('answers every input that makes no sense, on every route, and goes on', async () => {
    const { validator, values } = neighbours;
    nova = await bootNova({ validator, values, hosts: ['anchor', 'next'] });
    const token = nova.validator.issue({ project: 'abc', roles: ['admin', 'member', 'reader'] });
    const client = nova.client.as(token);
    const routes = walkRoutes(nova.adapter.routes);
    expect(routes.length).toBeGreaterThan(220);
    expect(await walkBadInput({ client, routes, headers: novaHeaders })).toEqual([]);
    expect((await client.get('/v2.1/servers/detail')).status).toBe(200);
  }, 240_000);

  it('refuses what is spoiled of a good request, and does nothing of it', async () => {
    const rows = await readCloudRows(OWNER, USER);
    const { validator, values } = neighbours;
    nova = await bootNova({ validator, values: { ...values, ...QUIET } });
    const fixture = await novaPolicyFixture(nova, { neighbours, rows, enforceNewDefaults: false });
    // What is under the older name of servers is the same.
    const routes = walkRoutes(nova.adapter.routes).filter(({ path }) => !path.includes('os-volumes_boot'));
    expect((await walkSpoiledInput(routes, fixture)).join('\n')).toBe('');
    // Routes that were there in the oldest microversion, in which much was another way.
    const old = routes.filter(({ metadata: { versions } }) => (versions?.min ?? 0) <= 2001);
    const headers = () => ({ 'OpenStack-API-Version': 'compute 2.1' });
    expect((await walkSpoiledInput(old, { ...fixture, headers })).join('\n')).toBe('');
    fixture.close();
  }, 480_000);
});
