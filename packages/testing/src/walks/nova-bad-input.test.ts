// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BootedNova, type BootNovaInit, bootNova } from '../boot-nova.js';
import { MariadbDatabase } from '../mariadb-database.js';
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
let databases: readonly MariadbDatabase[] = [];

describe.each(['SQLite', 'MariaDB'])('the Compute service on %s', (engine) => {
  let values: NonNullable<BootNovaInit['values']>;
  beforeEach(async () => {
    neighbours = await NovaNeighbours.start();
    databases = engine === 'SQLite' ? [] : [await MariadbDatabase.create(), ...(await withCell0())];
    const [api, cell] = databases.map(({ url: connection }) => ({ connection }));
    values = {
      ...neighbours.values,
      ...(api === undefined || cell === undefined ? {} : { api_database: api, database: cell }),
    };
  });
  afterEach(async () => {
    await nova.close();
    await neighbours.stop();
    for (const database of databases) await database.remove();
  });

  it('answers every input that makes no sense, on every route, and goes on', async () => {
    nova = await bootNova({ validator: neighbours.validator, values, hosts: ['anchor', 'next'] });
    const token = nova.validator.issue({ project: 'abc', roles: ['admin', 'member', 'reader'] });
    const client = nova.client.as(token);
    const routes = walkRoutes(nova.adapter.routes);
    expect(routes.length).toBeGreaterThan(220);
    expect(await walkBadInput({ client, routes, headers: novaHeaders })).toEqual([]);
    expect((await client.get('/v2.1/servers/detail')).status).toBe(200);
  }, 240_000);

  it('refuses what is spoiled of a good request, and does nothing of it', async () => {
    const rows = await readCloudRows(OWNER, USER);
    nova = await bootNova({ validator: neighbours.validator, values: { ...values, ...QUIET } });
    const fixture = await novaPolicyFixture(nova, { neighbours, rows, enforceNewDefaults: false });
    // What is under the older name of servers is the same.
    const routes = walkRoutes(nova.adapter.routes).filter(({ path }) => !path.includes('os-volumes_boot'));
    // Engines differ in what a column holds, and in nothing else here.
    const options = engine === 'SQLite' ? {} : { nonsense: ['\u{1F600}', 2 ** 63] };
    expect((await walkSpoiledInput(routes, fixture, options)).join('\n')).toBe('');
    fixture.close();
  }, 480_000);
});

it.each([
  ['its oldest microversion', '/v2.1'],
  ['the former API', '/v2'],
])(
  'the Compute service in %s refuses what is spoiled of a good request, and does nothing of it',
  async (_name, prefix) => {
    neighbours = await NovaNeighbours.start();
    const rows = await readCloudRows(OWNER, USER);
    nova = await bootNova({ validator: neighbours.validator, values: { ...neighbours.values, ...QUIET } });
    const fixture = await novaPolicyFixture(nova, { neighbours, rows, enforceNewDefaults: false });
    const routes = walkRoutes(nova.adapter.routes)
      .filter(({ path, metadata: { versions } }) => !path.includes('os-volumes_boot') && (versions?.min ?? 0) <= 2001)
      .map((route) => ({ ...route, path: route.path.replace('/v2.1', prefix) }));
    const headers = () => ({ 'OpenStack-API-Version': 'compute 2.1' });
    expect((await walkSpoiledInput(routes, { ...fixture, prefix, headers })).join('\n')).toBe('');
    fixture.close();
    await nova.close();
    await neighbours.stop();
  },
  480_000,
);

/** The database of a cell, with that of cell0, which is called after it. */
async function withCell0(): Promise<readonly MariadbDatabase[]> {
  const cell = await MariadbDatabase.create();
  return [cell, await MariadbDatabase.create(`${cell.name}_cell0`)];
}
