// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BootedNova, bootNova } from './boot-nova.js';
import type { Client } from './client.js';
import { type CloudRows, HOSTS, readCloudRows } from './walks/nova/cloud-rows.js';
import { NovaNeighbours } from './walks/nova/nova-neighbours.js';
import { NovaObjects, OWNER, USER } from './walks/nova/nova-objects.js';
import { QUIET } from './walks/nova/nova-policy-fixture.js';
import { serverActionAsks } from './walks/nova/server-action-asks.js';
import type { MakeAsk, RouteAsk, WalkCaller } from './walks/policy-fixture.js';

/** What a migration comes to in the end. */
const OVER = ['finished', 'done', 'error', 'failed', 'confirmed', 'reverted', 'cancelled', 'completed'];

let rows: CloudRows;
let neighbours: NovaNeighbours;
let nova: BootedNova;
let objects: NovaObjects;
let admin: Client;
beforeAll(async () => {
  rows = await readCloudRows(OWNER, USER);
  neighbours = await NovaNeighbours.start();
  const { validator, values } = neighbours;
  nova = await bootNova({ validator, values: { ...values, quota: QUIET.quota }, hosts: HOSTS });
  objects = await NovaObjects.create(nova, neighbours, rows);
  const token = validator.issue({ project: OWNER, user: USER, roles: ['admin', 'member', 'reader'] });
  admin = nova.client.as(token).with({ 'OpenStack-API-Version': 'compute 2.93' });
}, 60_000);
afterAll(async () => {
  await nova.close();
  await neighbours.stop();
});

describe('servers whose guests their hosts have lost', () => {
  it('are never stuck, whatever is done with them', async () => {
    const actionOf = new Map<string, string>();
    for (const [key, ask] of Object.entries(serverActionAsks(objects))) {
      const action = /^POST \/servers\/\{\}\/action (\S+)$/.exec(key)?.[1];
      if (action === undefined) continue;
      const make = (ask as RouteAsk).ask ?? (ask as MakeAsk);
      const { path = [], body } = await make({ name: 'admin' } as WalkCaller);
      const [id = ''] = path;
      const answer = await admin.post(`/v2.1/servers/${id}/action`, body);
      expect([200, 202, 204, 400, 404, 409, 410], `${action}: ${answer.text}`).toContain(answer.status);
      actionOf.set(id, action);
    }
    expect(actionOf.size).toBeGreaterThan(30);
    const { database } = await nova.databases.cells.openOwn();
    const uuids = [...actionOf.keys()];
    await vi.waitFor(
      async () => {
        const busy = await database.client.instance.findMany({
          where: { uuid: { in: uuids }, deleted: 0, NOT: { taskState: null } },
        });
        expect(busy.map(({ uuid, taskState }) => [actionOf.get(uuid), taskState])).toEqual([]);
        const moving = await database.client.migration.findMany({
          where: { instanceUuid: { in: uuids }, status: { notIn: OVER } },
        });
        expect(moving.map(({ instanceUuid, status }) => [actionOf.get(instanceUuid ?? ''), status])).toEqual([]);
      },
      { timeout: 60_000, interval: 50 },
    );
  }, 120_000);
});
