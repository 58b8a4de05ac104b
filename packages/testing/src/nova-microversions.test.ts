// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { formatMicroversion, parseMicroversion } from '@stackport/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BootedNova, bootNova } from './boot-nova.js';
import type { Client } from './client.js';
import { actionRows, historyRows } from './nova-microversions/action-rows.js';
import { administrationRows } from './nova-microversions/administration-rows.js';
import { deviceRows } from './nova-microversions/device-rows.js';
import type { World } from './nova-microversions/microversion-row.js';
import { projectRows } from './nova-microversions/project-rows.js';
import { serverRows } from './nova-microversions/server-rows.js';
import { withoutDifference } from './nova-microversions/without-difference.js';
import { readCloudRows } from './walks/nova/cloud-rows.js';
import { NovaNeighbours } from './walks/nova/nova-neighbours.js';
import { NovaObjects, OWNER, USER } from './walks/nova/nova-objects.js';
import { answerCalls, QUIET } from './walks/nova/nova-policy-fixture.js';

const themes = {
  servers: serverRows,
  'what is done with servers': actionRows,
  'what was done with servers': historyRows,
  'volumes and ports': deviceRows,
  'projects and users': projectRows,
  administration: administrationRows,
};
const rows = Object.values(themes).flat();

const recorded = (
  JSON.parse(readFileSync(new URL('../reference/microversions/nova.json', import.meta.url), 'utf8')) as {
    readonly microversions: readonly { readonly version: string; readonly after_zed?: boolean }[];
  }
).microversions
  .filter(({ after_zed: isLater }) => isLater !== true)
  .map(({ version }) => version);

let nova: BootedNova;
let neighbours: NovaNeighbours;
let objects: NovaObjects;
const clients = new Map<'admin' | 'member', Client>();
beforeAll(async () => {
  const cloud = await readCloudRows(OWNER, USER);
  neighbours = await NovaNeighbours.start();
  const { validator, values } = neighbours;
  nova = await bootNova({ validator, values: { ...values, ...QUIET } });
  objects = await NovaObjects.create(nova, neighbours, cloud);
  answerCalls(nova);
  const client = (user: string, roles: readonly string[]): Client =>
    nova.client.as(validator.issue({ project: OWNER, user, roles }));
  clients.set('admin', client('admin', ['admin', 'member', 'reader']));
  clients.set('member', client(USER, ['member', 'reader']));
}, 60_000);
afterAll(async () => {
  await nova.close();
  await neighbours.stop();
});

function worldIn(version: string): World {
  const inVersion = (name: 'admin' | 'member'): Client =>
    (clients.get(name) as Client).with({ 'OpenStack-API-Version': `compute ${version}` });
  return { nova, objects, admin: inVersion('admin'), member: inVersion('member') };
}

describe.each(Object.entries(themes))('microversions of %s', (_theme, ofTheme) => {
  it.each(ofTheme.map((row) => [row.version, row.title, row] as const))('%s: %s', async (version, _title, row) => {
    const below = formatMicroversion(parseMicroversion(version) - 1);
    expect({ [below]: await row.look(worldIn(below)) }).toEqual({ [below]: row.before });
    expect({ [version]: await row.look(worldIn(version)) }).toEqual({ [version]: row.since });
    expect(row.before).not.toEqual(row.since);
  });
});

describe('the microversions of Zed', () => {
  it('have a row each, or a reason why nothing is seen of them', () => {
    const known = [...rows.map(({ version }) => version), ...Object.keys(withoutDifference)];
    const wanted = recorded.filter((version) => version !== '2.1');
    expect([...known].sort()).toEqual([...wanted].sort());
    expect(wanted).toHaveLength(92);
  });

  it.each([
    ['2.0', 406],
    ['2.94', 406],
    ['3.0', 406],
    ['1.1', 406],
    ['2.1000', 406],
    ['2', 400],
    ['2.x', 400],
    ['2.01', 400],
    ['-2.1', 400],
    ['2.1.1', 400],
  ])('do not have %s: %i', async (version, status) => {
    const answer = await worldIn(version).member.get('/v2.1/flavors');
    expect(answer.status).toBe(status);
    if (status === 406) expect(answer.text).toContain('Minimum is 2.1 and maximum is 2.93.');
    else expect(answer.text).toContain(`API Version String ${version} is of invalid format.`);
  });

  it('begin at 2.1 where none is asked for, and end at 2.93', async () => {
    const member = clients.get('member') as Client;
    const versionOf = async (header: Readonly<Record<string, string>>): Promise<unknown> =>
      (await member.with(header).get('/v2.1/flavors')).headers.get('OpenStack-API-Version');
    expect(await versionOf({})).toBe('compute 2.1');
    expect(await versionOf({ 'OpenStack-API-Version': 'compute latest' })).toBe('compute 2.93');
    expect(await versionOf({ 'X-OpenStack-Nova-API-Version': '2.26' })).toBe('compute 2.26');
  });

  it('that change nothing here are as their reasons say', async () => {
    const id = await objects.server();
    for (const version of ['2.3', '2.4', '2.11', '2.12', '2.17', '2.18', '2.26', '2.27', '2.45', '2.46']) {
      const { member } = worldIn(version);
      expect((await member.get('/v2.1/os-fixed-ips/192.0.2.7')).status).toBe(410);
      expect((await member.get(`/v2.1/servers/${id}/os-virtual-interfaces`)).status).toBe(410);
      expect((await member.get(`/v2.1/${OWNER}/servers/${id}`)).status).toBe(200);
      const answer = await member.get(`/v2.1/servers/${id}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('OpenStack-API-Version')).toBe(`compute ${version}`);
      expect(answer.headers.get('X-OpenStack-Nova-API-Version')).toBe(version);
      expect(answer.headers.get('X-OpenStack-Request-ID')).toBe(answer.headers.get('X-Compute-Request-ID'));
    }
  });
});
