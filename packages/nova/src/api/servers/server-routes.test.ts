// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { computeHost } from '../test-hosts.js';
import { messageOf, TestServers } from './test-servers.js';

let servers: TestServers;
beforeAll(async () => {
  servers = await TestServers.start();
  await computeHost(servers.nova, 'anchor');
});
afterAll(() => servers.nova.close());
beforeEach(() => void servers.sent.splice(0));

const admin = { as: 'admin:abc' };

describe('changing a server', () => {
  it('writes what each version lets be changed', async () => {
    const uuid = await servers.server();
    const json = {
      server: {
        name: 'renamed',
        accessIPv4: '10.0.0.9',
        description: null,
        hostname: 'other',
        'OS-DCF:diskConfig': 'AUTO',
      },
    };
    const answer = await servers.ask('PUT', `/servers/${uuid}`, { json, version: '2.90' });
    expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
    expect(answer.body).toMatchObject({
      server: {
        ...{ name: 'renamed', accessIPv4: '10.0.0.9', 'OS-DCF:diskConfig': 'AUTO' },
        'OS-EXT-SRV-ATTR:hostname': 'other',
        'OS-EXT-STS:vm_state': 'active',
      },
    });
    expect(await servers.row(uuid)).toMatchObject({
      display_name: 'renamed',
      hostname: 'other',
      auto_disk_config: true,
    });
    const old = await servers.ask('PUT', `/servers/${uuid}`, { json: { server: { name: 'x' } }, version: '2.74' });
    expect(old.body).not.toHaveProperty('server.OS-EXT-STS:vm_state');
    const refused = await servers.ask('PUT', `/servers/${uuid}`, { json: { server: { bogus: 1 } } });
    expect([refused.status, messageOf(refused)]).toEqual([
      400,
      "Invalid input for field/attribute server. Value: {'bogus': 1}. Additional properties are not allowed ('bogus' was " +
        'unexpected)',
    ]);
  });

  it('writes into the build request of one without a cell', async () => {
    const uuid = await servers.waiting();
    const answer = await servers.ask('PUT', `/servers/${uuid}`, { json: { server: { name: 'later' } } });
    expect(answer.body).toMatchObject({ server: { name: 'later', status: 'BUILD' } });
    expect((await servers.ask('GET', `/servers/${uuid}`)).body).toMatchObject({ server: { name: 'later' } });
  });
});

describe('a server', () => {
  it('is shown with its fault, whose details are for administrators', async () => {
    const uuid = await servers.server({ vm_state: 'error' });
    await servers.database.client.instanceFault.create({
      data: { instanceUuid: uuid, code: 500, message: 'broken', details: 'inside', createdAt: new Date(0) },
    });
    const fault = { code: 500, created: '1970-01-01T00:00:00Z', message: 'broken' };
    const shown = async (as: string): Promise<unknown> =>
      ((await servers.ask('GET', `/servers/${uuid}`, { as })).body as { server: { fault: unknown } }).server.fault;
    expect(await shown('amy:abc')).toEqual(fault);
    expect(await shown('admin:abc')).toEqual({ ...fault, details: 'inside' });
  });

  it.each([
    ['MAINTENANCE', { disabled: true }],
    ['DOWN', { forcedDown: true, disabled: false }],
    ['UNKNOWN', { forcedDown: false, lastSeenUp: new Date(0) }],
  ])('is on a host that is %s', async (status, data) => {
    const uuid = await servers.server();
    const services = servers.database.client.service;
    const before = await services.findFirst({ where: { host: 'anchor' } });
    await services.updateMany({ where: { host: 'anchor' }, data });
    const shown = await servers.ask('GET', `/servers/${uuid}`, { ...admin, version: '2.16' });
    expect(shown.body).toMatchObject({ server: { host_status: status } });
    const listed = await servers.ask('GET', '/servers/detail?status=active&limit=1', { ...admin, version: '2.16' });
    expect(listed.body).toMatchObject({ servers: [{ host_status: status }] });
    const { disabled, forcedDown, lastSeenUp } = before ?? {};
    await services.updateMany({
      where: { host: 'anchor' },
      data: { disabled: disabled ?? false, forcedDown: forcedDown ?? false, lastSeenUp: lastSeenUp ?? null },
    });
  });

  it('has addresses, once it is built', async () => {
    const ips = [{ address: '10.0.0.5', version: 4, floating_ips: [{ address: '172.16.0.1', version: 4 }] }];
    const port = { id: 'p', address: 'fa:16:3e:00:00:01', network: { label: 'private', subnets: [{ ips }] } };
    const cache = { instance_uuid: '', network_info: JSON.stringify([port]) };
    const uuid = await servers.server({ info_cache: cache });
    const mac = { 'OS-EXT-IPS-MAC:mac_addr': 'fa:16:3e:00:00:01' };
    expect((await servers.ask('GET', `/servers/${uuid}`)).body).toMatchObject({
      server: {
        addresses: {
          private: [
            { version: 4, addr: '10.0.0.5', 'OS-EXT-IPS:type': 'fixed', ...mac },
            { version: 4, addr: '172.16.0.1', 'OS-EXT-IPS:type': 'floating', ...mac },
          ],
        },
      },
    });
    const plain = [
      { version: 4, addr: '10.0.0.5' },
      { version: 4, addr: '172.16.0.1' },
    ];
    expect((await servers.ask('GET', `/servers/${uuid}/ips`)).body).toEqual({ addresses: { private: plain } });
    expect((await servers.ask('GET', `/servers/${uuid}/ips/private`)).body).toEqual({ private: plain });
    const missing = await servers.ask('GET', `/servers/${uuid}/ips/nosuch`);
    expect([missing.status, messageOf(missing)]).toEqual([404, 'Instance is not a member of specified network']);
    const building = await servers.server({ info_cache: cache, vm_state: 'building' });
    expect((await servers.ask('GET', `/servers/${building}`)).body).toMatchObject({ server: { addresses: {} } });
  });

  it('is of its group from 2.71 on', async () => {
    const uuid = await servers.server();
    const { client } = servers.nova.databases.api;
    const { id } = await client.instanceGroup.create({ data: { uuid: 'group', name: 'g', projectId: 'abc' } });
    await client.instanceGroupMember.create({ data: { instanceUuid: uuid, groupId: id } });
    const at = async (version: string) => (await servers.ask('GET', `/servers/${uuid}`, { version })).body;
    expect(await at('2.70')).not.toHaveProperty('server.server_groups');
    expect(await at('2.71')).toMatchObject({ server: { server_groups: ['group'] } });
  });
});

describe('locks', () => {
  it('are kept with who set them and why', async () => {
    const uuid = await servers.server();
    expect((await servers.act(uuid, 'lock', { locked_reason: 'r' }, { version: '2.73' })).status).toBe(202);
    const shown = await servers.ask('GET', `/servers/${uuid}`, { version: '2.73' });
    expect(shown.body).toMatchObject({ server: { locked: true, locked_reason: 'r' } });
    expect(await servers.row(uuid)).toMatchObject({ locked: true, locked_by: 'owner' });
    expect((await servers.act(uuid, 'unlock')).status).toBe(202);
    expect(await servers.row(uuid, ['system_metadata'])).toMatchObject({
      ...{ locked: false, locked_by: null, system_metadata: {} },
    });
    expect(await servers.actionsOf(uuid)).toEqual(['unlock', 'lock']);
    const events = await servers.database.client.instanceActionEvent.findMany({ orderBy: { id: 'asc' } });
    expect(events.map(({ event, result }) => [event, result])).toEqual([
      ['api_lock', 'Success'],
      ['api_unlock', 'Success'],
    ]);
  });

  it('of administrators are theirs to take off', async () => {
    const uuid = await servers.server();
    await servers.act(uuid, 'lock', null, { as: 'admin:other' });
    expect((await servers.row(uuid)).locked_by).toBe('admin');
    const refused = await servers.act(uuid, 'unlock');
    expect([refused.status, messageOf(refused)]).toEqual([
      403,
      "Policy doesn't allow os_compute_api:os-lock-server:unlock:unlock_override to be performed.",
    ]);
    expect((await servers.act(uuid, 'unlock', null, { as: 'admin:other' })).status).toBe(202);
  });
});

describe('administrators', () => {
  it('give a server a state again', async () => {
    const uuid = await servers.server({ vm_state: 'error', task_state: 'deleting' });
    expect((await servers.act(uuid, 'os-resetState', { state: 'active' })).status).toBe(403);
    expect((await servers.act(uuid, 'os-resetState', { state: 'active' }, admin)).status).toBe(202);
    expect(await servers.row(uuid)).toMatchObject({ vm_state: 'active', task_state: null });
    expect((await servers.act(uuid, 'os-resetState', { state: 'bogus' }, admin)).status).toBe(400);
    expect((await servers.act(uuid, 'injectNetworkInfo', null, admin)).status).toBe(202);
    expect(servers.told()).toEqual(['inject_network_info anchor']);
  });
});

describe('without a network service', () => {
  it('servers have no ports and no groups, and nobody gives them any', async () => {
    const uuid = await servers.server();
    const network = '5d3dc082-2c85-4392-a4db-51416da1f07d';
    expect((await servers.ask('GET', `/servers/${uuid}/os-interface`)).body).toEqual({ interfaceAttachments: [] });
    expect((await servers.ask('GET', `/servers/${uuid}/os-interface/${network}`)).status).toBe(404);
    expect((await servers.ask('DELETE', `/servers/${uuid}/os-interface/${network}`)).status).toBe(404);
    const json = { interfaceAttachment: { net_id: network } };
    const attach = await servers.ask('POST', `/servers/${uuid}/os-interface`, { json });
    expect([attach.status, messageOf(attach)]).toEqual([
      400,
      `Network ${network} cannot be used: there is no network service.`,
    ]);
    const both = { interfaceAttachment: { net_id: network, port_id: network } };
    expect((await servers.ask('POST', `/servers/${uuid}/os-interface`, { json: both })).status).toBe(400);
    expect((await servers.ask('GET', `/servers/${uuid}/os-security-groups`)).body).toEqual({ security_groups: [] });
    const group = await servers.act(uuid, 'addSecurityGroup', { name: 'nosuch' });
    expect([group.status, messageOf(group)]).toEqual([404, 'Security group nosuch is not found for project abc']);
    const nameless = await servers.act(uuid, 'removeSecurityGroup', { name: ' ' });
    expect([nameless.status, messageOf(nameless)]).toEqual([400, 'Security group name cannot be empty']);
    expect((await servers.act(uuid, 'addFixedIp', { networkId: network })).status).toBe(400);
    expect((await servers.act(uuid, 'removeFixedIp', { address: '10.0.0.1' })).status).toBe(400);
    expect((await servers.act(uuid, 'addFloatingIp', { address: '1.2.3.4' })).status).toBe(400);
    expect((await servers.act(uuid, 'removeFloatingIp', { address: '1.2.3.4' })).status).toBe(404);
    expect((await servers.act(uuid, 'addFloatingIp', { address: '1.2.3.4' }, { version: '2.44' })).status).toBe(404);
    expect(servers.told()).toEqual([]);
  });
});

describe('what is gone', () => {
  it.each([
    ['GET', 'os-virtual-interfaces'],
    ['GET', 'consoles'],
    ['DELETE', 'consoles/1'],
  ])('%s /servers/…/%s answers 410', async (method, path) => {
    const uuid = await servers.server();
    expect((await servers.ask(method, `/servers/${uuid}/${path}`)).status).toBe(410);
    expect((await servers.act(uuid, 'resetNetwork')).status).toBe(410);
  });
});
