// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BootedNova, bootNova } from '../boot-nova.js';
import { type CloudRows, readCloudRows } from './nova/cloud-rows.js';
import { NovaNeighbours } from './nova/nova-neighbours.js';
import { OWNER, USER } from './nova/nova-objects.js';
import { novaPolicyFixture, type NovaPolicyFixture, QUIET } from './nova/nova-policy-fixture.js';
import { viewFindings } from './nova/view-rules.js';
import { policyFindingsText, walkPolicy } from './policy-walk.js';
import { walkRoutes } from './walk-route.js';

let rows: CloudRows;
beforeAll(async () => {
  rows = await readCloudRows(OWNER, USER);
}, 60_000);

describe.each([false, true])('the Compute service with enforce_new_defaults = %s', (enforceNewDefaults) => {
  let nova: BootedNova;
  let neighbours: NovaNeighbours;
  let fixture: NovaPolicyFixture;
  beforeAll(async () => {
    neighbours = await NovaNeighbours.start();
    const { validator, values } = neighbours;
    nova = await bootNova({
      validator,
      values: {
        ...values,
        ...QUIET,
        oslo_policy: { enforce_new_defaults: enforceNewDefaults },
      },
    });
    fixture = await novaPolicyFixture(nova, { neighbours, rows, enforceNewDefaults });
  }, 60_000);
  afterAll(async () => {
    fixture.close();
    await nova.close();
    await neighbours.stop();
  });

  it('answers each of the callers on every route as upstream’s rules say, and does nothing where it refuses', async () => {
    const routes = walkRoutes(nova.adapter.routes);
    expect(routes.length).toBeGreaterThan(220);
    expect(policyFindingsText(await walkPolicy(routes, fixture))).toBe('');
  }, 240_000);

  it('shows each of the owner’s people of an answer what upstream’s rules say', async () => {
    expect((await viewFindings(fixture, fixture.objects)).join('\n')).toBe('');
  }, 60_000);
});
