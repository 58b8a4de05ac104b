// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeNeutron } from '../../../network/fake-neutron.js';
import { messageOf, TestServers } from '../../servers/test-servers.js';
import { besideNeutron, portOf } from '../test-neutron.js';

let servers: TestServers;
let neutron: FakeNeutron;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ servers, neutron, close } = await besideNeutron());
});
afterEach(() => close());

const GROUPS = '/os-security-groups';
const RULES = '/os-security-group-rules';
const texts = { name: 'web', description: 'for browsers' };

interface Group {
  readonly id: string;
  readonly rules: readonly object[];
}

async function made(name = 'web'): Promise<Group> {
  const { body } = await servers.ask('POST', GROUPS, { json: { security_group: { ...texts, name } } });
  return (body as { security_group: Group }).security_group;
}

const addRule = (json: object) => servers.ask('POST', RULES, { json: { security_group_rule: json } });

describe('security groups of old microversions', () => {
  it('are made, shown, changed and deleted, up to 2.35', async () => {
    const group = await made();
    expect(group).toEqual({ id: group.id, tenant_id: 'abc', rules: [], ...texts });
    const path = `${GROUPS}/${group.id}`;
    expect((await servers.ask('GET', path)).body).toEqual({ security_group: group });
    const json = { security_group: { name: 'new', description: '' } };
    const changed = await servers.ask('PUT', path, { json });
    expect([changed.status, changed.body]).toEqual([200, { security_group: { ...group, ...json.security_group } }]);
    expect((await servers.ask('DELETE', path)).status).toBe(202);
    expect(neutron.of('security-groups')).toEqual([]);
    for (const [method, body] of [
      ['GET', {}],
      ['PUT', { json }],
      ['DELETE', {}],
    ] as const) {
      const lost = await servers.ask(method, path, body);
      expect([lost.status, messageOf(lost)]).toEqual([404, `Security group ${group.id} not found.`]);
      const malformed = await servers.ask(method, `${GROUPS}/1`, body);
      expect([malformed.status, messageOf(malformed)]).toEqual([400, 'Security group id should be uuid']);
    }
    for (const [method, at] of [
      ['GET', GROUPS],
      ['POST', GROUPS],
      ['GET', path],
      ['PUT', path],
      ['DELETE', path],
      ['POST', RULES],
      ['DELETE', `${RULES}/x`],
    ] as const)
      expect((await servers.ask(method, at, { version: '2.36' })).status, `${method} ${at}`).toBe(404);
  });

  it.each([
    [undefined, "The request body can't be empty"],
    [{}, "The request body can't be empty"],
    [{ security_group: null }, 'Missing parameter security_group'],
    [{ security_group: [] }, 'Missing parameter security_group'],
    [{ security_group: { description: '' } }, 'name is not a string or unicode'],
    [{ security_group: { name: 'x' } }, 'description is not a string or unicode'],
    [{ security_group: { ...texts, name: 'x'.repeat(256) } }, 'name has 256 characters, more than 255.'],
  ])('are not made of %j', async (json, message) => {
    const answer = await servers.ask('POST', GROUPS, json === undefined ? {} : { json });
    expect([answer.status, messageOf(answer)]).toEqual([400, message]);
    expect(neutron.of('security-groups')).toEqual([]);
  });

  it('are as many as neutron allows, and stay while they are in use', async () => {
    const group = await made();
    const refused = { status: 409, body: { NeutronError: { type: 'OverQuota', message: 'no more', detail: '' } } };
    neutron.refusals.push({ method: 'POST', answer: refused }, { method: 'DELETE', answer: refused });
    const more = await servers.ask('POST', GROUPS, { json: { security_group: texts } });
    expect([more.status, messageOf(more)]).toEqual([403, 'no more']);
    expect((await servers.ask('DELETE', `${GROUPS}/${group.id}`)).status).toBe(400);
    expect(neutron.of('security-groups')).toHaveLength(1);
  });

  it('are listed by name, in parts, and of all projects for administrators', async () => {
    for (const name of ['c', 'a', 'b']) await made(name);
    neutron.of('security-groups').push({ id: 'g', name: 'theirs', tenant_id: 'aaa', security_group_rules: [] });
    const names = async (query = '', as = 'amy:abc') =>
      (
        (await servers.ask('GET', `${GROUPS}${query}`, { as })).body as { security_groups: { name: string }[] }
      ).security_groups.map(({ name }) => name);
    expect(await names()).toEqual(['a', 'b', 'c']);
    // A part is cut off before it is put in order, as upstream does it.
    expect(await names('?limit=2')).toEqual(['a', 'c']);
    expect(await names('?offset=1&other=x')).toEqual(['a', 'b']);
    expect(await names('?all_tenants=1')).toEqual(['a', 'b', 'c']);
    expect(await names('?all_tenants=1', 'admin:abc')).toEqual(['theirs', 'a', 'b', 'c']);
    expect((await servers.ask('GET', `${GROUPS}?limit=x`)).status).toBe(400);
  });
});

describe('their rules', () => {
  const ssh = { ip_protocol: 'tcp', from_port: '22', to_port: 22, cidr: '10.0.0.0/8' };

  it('are made and deleted', async () => {
    const web = await made();
    const other = await made('other');
    const answer = await addRule({ parent_group_id: web.id, ...ssh });
    const { security_group_rule: rule } = answer.body as { security_group_rule: { id: string } };
    expect([answer.status, rule]).toEqual([
      200,
      {
        ...{ id: rule.id, parent_group_id: web.id, ip_protocol: 'tcp', from_port: 22, to_port: 22 },
        ...{ group: {}, ip_range: { cidr: '10.0.0.0/8' } },
      },
    ]);
    const ofGroup = await addRule({ parent_group_id: web.id, ip_protocol: 'udp', group_id: other.id });
    expect(ofGroup.body).toMatchObject({
      security_group_rule: { from_port: 1, to_port: 65535, group: { name: 'other', tenant_id: 'abc' }, ip_range: {} },
    });
    const shown = (await servers.ask('GET', `${GROUPS}/${web.id}`)).body as { security_group: Group };
    expect(shown.security_group.rules).toEqual([
      rule,
      (ofGroup.body as { security_group_rule: object }).security_group_rule,
    ]);
    const again = await addRule({ parent_group_id: web.id, ...ssh });
    expect([again.status, messageOf(again)]).toEqual([400, `This rule already exists in group ${web.id}`]);
    expect((await servers.ask('DELETE', `${RULES}/${rule.id}`)).status).toBe(202);
    const lost = await servers.ask('DELETE', `${RULES}/${rule.id}`);
    expect([lost.status, messageOf(lost)]).toEqual([404, `Security group rule ${rule.id} does not exist`]);
    expect((await servers.ask('DELETE', `${RULES}/1`)).status).toBe(400);
    expect(neutron.of('security-group-rules')).toHaveLength(1);
  });

  it('are not made of what makes no sense', async () => {
    const { id } = await made();
    const refused = async (json: object) => {
      const answer = await addRule(json);
      return [answer.status, messageOf(answer)];
    };
    const none = randomUUID();
    expect(await refused({ ...ssh })).toEqual([400, 'Security group id should be uuid']);
    expect(await refused({ parent_group_id: none, ...ssh })).toEqual([404, `Security group ${none} not found.`]);
    expect(await refused({ parent_group_id: id, ...ssh, group_id: 1 })).toEqual([
      400,
      'Security group id should be uuid',
    ]);
    expect(await refused({ parent_group_id: id, ...ssh, group_id: none })).toEqual([
      404,
      `Security group ${none} not found.`,
    ]);
    expect(await refused({ parent_group_id: id })).toEqual([400, 'Not enough parameters to build a valid rule.']);
    expect(await refused({ parent_group_id: id, ...ssh, cidr: 'x' })).toEqual([400, 'x is not a valid IP network.']);
    const limit = { status: 409, body: { NeutronError: { type: 'OverQuota', message: 'no more', detail: '' } } };
    neutron.refusals.push({ method: 'POST', answer: limit });
    expect(await refused({ parent_group_id: id, ...ssh })).toEqual([403, 'no more']);
    expect((await servers.ask('POST', RULES, { json: { security_group: {} } })).status).toBe(400);
    expect(neutron.of('security-group-rules')).toEqual([]);
  });
});

describe('groups of servers', () => {
  it('are shown with their rules, given and taken', async () => {
    const uuid = await servers.server();
    neutron.addPort('a', { ...portOf(uuid, '10.0.0.9').port });
    const { id } = await made();
    await addRule({ parent_group_id: id, ip_protocol: 'tcp', group_id: id });
    expect((await servers.act(uuid, 'addSecurityGroup', { name: 'web' })).status).toBe(202);
    expect(neutron.port('a')).toMatchObject({ security_groups: [id] });
    expect((await servers.ask('GET', `/servers/${uuid}/os-security-groups`)).body).toEqual({
      security_groups: [
        {
          id,
          tenant_id: 'abc',
          ...texts,
          rules: [expect.objectContaining({ group: { name: 'web', tenant_id: 'abc' } })],
        },
      ],
    });
    const bare = await servers.server();
    const groupsOf = async (path: string) =>
      ((await servers.ask('GET', path)).body as { server: { security_groups?: unknown } }).server.security_groups;
    expect(await groupsOf(`/servers/${uuid}`)).toEqual([{ name: 'web' }]);
    expect(await groupsOf(`/servers/${bare}`)).toBeUndefined();
    const { servers: listed } = (await servers.ask('GET', '/servers/detail')).body as { servers: { id: string }[] };
    expect(listed.find((one) => one.id === uuid)).toMatchObject({ security_groups: [{ name: 'web' }] });
    const json = { server: { name: 'new' } };
    const changed = (version: string) => servers.ask('PUT', `/servers/${uuid}`, { json, version });
    expect((await changed('2.75')).body).toMatchObject({ server: { security_groups: [{ name: 'web' }] } });
    expect(((await changed('2.74')).body as { server: object }).server).not.toHaveProperty('security_groups');
    expect((await servers.act(uuid, 'removeSecurityGroup', { name: id })).status).toBe(202);
    expect(neutron.port('a')).toMatchObject({ security_groups: [] });
    const refused = async (server: string, name: string, action = 'addSecurityGroup', as = 'amy:abc') => {
      const answer = await servers.act(server, action, { name }, { as });
      return [answer.status, messageOf(answer)];
    };
    expect(await refused(uuid, 'none')).toEqual([404, 'Security group none is not found for project abc']);
    expect(await refused(uuid, 'web', 'removeSecurityGroup')).toEqual([
      404,
      `Security group web not associated with the instance ${uuid}`,
    ]);
    await made();
    expect((await refused(uuid, 'web'))[0]).toBe(409);
    Object.assign(neutron.port('a') ?? {}, { fixed_ips: [] });
    expect((await refused(uuid, id))[0]).toBe(400);
    for (const action of ['addSecurityGroup', 'removeSecurityGroup'])
      expect((await refused(uuid, id, action, 'bob:other'))[0]).toBe(404);
    expect(neutron.port('a')).toMatchObject({ security_groups: [] });
  });
});

describe('without a network service, or without the right', () => {
  const id = randomUUID();
  const json = { security_group: texts };
  const rule = { security_group_rule: { parent_group_id: id, ip_protocol: 'tcp', from_port: 1, to_port: 2 } };

  it('there are none', async () => {
    const alone = await TestServers.start();
    expect((await alone.ask('GET', GROUPS)).body).toEqual({ security_groups: [] });
    const found = async (method: string, path: string, body: object = {}) => {
      const answer = await alone.ask(method, path, body);
      return [answer.status, messageOf(answer)];
    };
    const lost = [404, `Security group ${id} could not be found: there is no network service.`];
    expect(await found('GET', `${GROUPS}/${id}`)).toEqual(lost);
    expect(await found('PUT', `${GROUPS}/${id}`, { json })).toEqual(lost);
    expect(await found('DELETE', `${GROUPS}/${id}`)).toEqual(lost);
    expect(await found('POST', RULES, { json: rule })).toEqual(lost);
    expect((await found('DELETE', `${RULES}/${id}`))[0]).toBe(404);
    expect(await found('POST', GROUPS, { json })).toEqual([
      400,
      'Security group web cannot be used: there is no network service.',
    ]);
    await alone.nova.close();
  });

  it('they are refused', async () => {
    const strict = await TestServers.start({ oslo_policy: { enforce_new_defaults: 'true', enforce_scope: 'false' } });
    for (const [method, path, body] of [
      ['GET', GROUPS, {}],
      ['POST', GROUPS, { json }],
      ['GET', `${GROUPS}/${id}`, {}],
      ['PUT', `${GROUPS}/${id}`, { json }],
      ['DELETE', `${GROUPS}/${id}`, {}],
      ['POST', RULES, { json: rule }],
      ['DELETE', `${RULES}/${id}`, {}],
    ] as const)
      expect((await strict.ask(method, path, body)).status, `${method} ${path}`).toBe(403);
    await strict.nova.close();
  });
});
