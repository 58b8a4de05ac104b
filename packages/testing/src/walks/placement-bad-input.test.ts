// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BootedPlacement, bootPlacement } from '../boot-placement.js';
import { MariadbDatabase } from '../mariadb-database.js';
import { walkBadInput } from './bad-input-walk.js';
import { placementHeaders } from './placement/placement-policy-fixture.js';
import { walkRoutes } from './walk-route.js';

describe.each(['SQLite', 'MariaDB'])('the Placement service on %s', (engine) => {
  let placement: BootedPlacement;
  let database: MariadbDatabase | undefined;
  beforeAll(async () => {
    if (engine === 'MariaDB') database = await MariadbDatabase.create();
    placement = await bootPlacement({
      values: database === undefined ? {} : { placement_database: { connection: database.url } },
    });
  });
  afterAll(async () => {
    await placement.close();
    await database?.remove();
  });

  it('answers every input that makes no sense, on every route, and goes on', async () => {
    const client = placement.client.as(placement.validator.issue({ roles: ['admin', 'member', 'reader'] }));
    const routes = walkRoutes(placement.routes);
    expect(routes).toHaveLength(37);
    expect(await walkBadInput({ client, routes, headers: placementHeaders, runs: 40 })).toEqual([]);
    expect((await client.get('/resource_providers')).status).toBe(200);
  }, 120_000);
});
