// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeNeutron } from '../../../network/fake-neutron.js';
import { messageOf, TestServers } from '../../servers/test-servers.js';
import { besideNeutron, portOf } from '../test-neutron.js';

let servers: TestServers;
let neutron: FakeNeutron;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ servers, neutron, close } = await besideNeutron());
  neutron.addNetwork('n1');
  neutron.addNetwork('outside', { name: 'nova', 'router:external': true });
});
afterEach(() => close());

const PATH = '/os-floating-ips';
interface Shown {
  readonly floating_ip: { readonly id: string; readonly ip: string };
}

async function made(): Promise<Shown['floating_ip']> {
  return ((await servers.ask('POST', PATH, { json: {} })).body as Shown).floating_ip;
}

/** A server with one port, at that address. */
async function serverAt(address: string, portId = 'a'): Promise<string> {
  const uuid = await servers.server();
  const { port, info } = portOf(uuid, address);
  neutron.addPort(portId, { ...port });
  await servers.instances.save(uuid, { info_cache: { instance_uuid: uuid, network_info: info } });
  return uuid;
}

const floatingOf = async (uuid: string) =>
  (
    (await servers.ask('GET', `/servers/${uuid}/ips`)).body as { addresses: Record<string, { addr: string }[]> }
  ).addresses['net-n1']?.map(({ addr }) => addr);

describe('floating IPs of old microversions', () => {
  it('come from pools, are shown and given back, up to 2.35', async () => {
    expect((await servers.ask('GET', '/os-floating-ip-pools')).body).toEqual({ floating_ip_pools: [{ name: 'nova' }] });
    const answer = await servers.ask('POST', PATH);
    expect(answer.status).toBe(200);
    const { floating_ip: ip } = answer.body as Shown;
    expect(ip).toEqual({ id: ip.id, ip: '203.0.113.1', pool: 'nova', fixed_ip: null, instance_id: null });
    expect((await servers.ask('GET', `${PATH}/${ip.id}`)).body).toEqual({ floating_ip: ip });
    expect((await servers.ask('GET', PATH)).body).toEqual({ floating_ips: [ip] });
    expect((await servers.ask('DELETE', `${PATH}/${ip.id}`)).status).toBe(202);
    expect(neutron.of('floatingips')).toEqual([]);
    for (const method of ['GET', 'DELETE']) {
      const lost = await servers.ask(method, `${PATH}/${ip.id}`);
      expect([lost.status, messageOf(lost)]).toEqual([404, `Floating IP not found for ID ${ip.id}`]);
    }
    for (const [method, path] of [
      ['GET', PATH],
      ['POST', PATH],
      ['GET', `${PATH}/x`],
      ['DELETE', `${PATH}/x`],
      ['GET', '/os-floating-ip-pools'],
    ] as const)
      expect((await servers.ask(method, path, { version: '2.36' })).status, path).toBe(404);
  });

  it.each([
    [{ pool: 'none' }, undefined, 404, 'Floating IP pool not found.'],
    [{ pool: 'nova' }, [409, 'OverQuota'], 403, 'IP allocation over quota in pool nova.'],
    [{}, [409, 'IpAddressGenerationFailure'], 404, 'No more floating IPs available.'],
    [{}, [400, 'BadRequest'], 400, 'what neutron says'],
  ] as const)('are not there for %j where neutron answers %j', async (json, refused, status, message) => {
    if (refused !== undefined) {
      const [code, type] = refused;
      const body = { NeutronError: { type, message: 'what neutron says', detail: '' } };
      neutron.refusals.push({ method: 'POST', answer: { status: code, body } });
    }
    const answer = await servers.ask('POST', PATH, { json });
    expect([answer.status, messageOf(answer)]).toEqual([status, message]);
  });

  it('are given to servers, moved and taken, up to 2.43', async () => {
    const [one, other] = [await serverAt('10.0.0.9'), await serverAt('10.0.0.10', 'b')];
    const { id, ip } = await made();
    const give = (uuid: string, more: object = {}) =>
      servers.act(uuid, 'addFloatingIp', { address: ip, ...more }, { version: '2.43' });
    expect((await give(one)).status).toBe(202);
    expect(await floatingOf(one)).toEqual(['10.0.0.9', ip]);
    expect((await servers.ask('GET', `${PATH}/${id}`)).body).toMatchObject({
      floating_ip: { fixed_ip: '10.0.0.9', instance_id: one },
    });
    expect((await give(other, { fixed_address: '10.0.0.10' })).status).toBe(202);
    expect([await floatingOf(one), await floatingOf(other)]).toEqual([['10.0.0.9'], ['10.0.0.10', ip]]);
    const notIts = await servers.act(one, 'removeFloatingIp', { address: ip });
    expect([notIts.status, messageOf(notIts)]).toEqual([
      409,
      `Floating IP ${ip} is not associated with instance ${one}.`,
    ]);
    expect((await servers.act(other, 'removeFloatingIp', { address: ip })).status).toBe(202);
    expect(await floatingOf(other)).toEqual(['10.0.0.10']);
    expect(neutron.of('floatingips')).toMatchObject([{ port_id: null }]);
    for (const action of ['addFloatingIp', 'removeFloatingIp'])
      expect((await servers.act(one, action, { address: ip }, { version: '2.44' })).status).toBe(404);
  });

  it('are taken from servers where they are given back', async () => {
    const uuid = await serverAt('10.0.0.9');
    const { id, ip } = await made();
    await servers.act(uuid, 'addFloatingIp', { address: ip });
    expect((await servers.ask('DELETE', `${PATH}/${id}`)).status).toBe(202);
    expect(await floatingOf(uuid)).toEqual(['10.0.0.9']);
    const again = await made();
    await servers.act(uuid, 'addFloatingIp', { address: again.ip });
    // What somebody else's server has is not to be given back.
    expect((await servers.ask('DELETE', `${PATH}/${again.id}`, { as: 'bob:other' })).status).toBe(404);
    expect(neutron.of('floatingips')).toHaveLength(1);
  });

  it('are not given where they do not fit', async () => {
    const { ip } = await made();
    const bare = await servers.server();
    const uuid = await serverAt('fd00::9');
    const refused = async (server: string, argument: object, action = 'addFloatingIp') => {
      const answer = await servers.act(server, action, argument);
      return [answer.status, messageOf(answer)];
    };
    expect(await refused(bare, { address: ip })).toEqual([400, 'Instance network is not ready yet']);
    expect(await refused(uuid, { address: ip })).toEqual([
      400,
      `Unable to associate floating IP ${ip} to any fixed IPs for instance ${uuid}. ` +
        'Instance has no fixed IPv4 addresses to associate.',
    ]);
    expect(await refused(uuid, { address: ip, fixed_address: '10.0.0.77' })).toEqual([
      400,
      'Specified fixed address not assigned to instance',
    ]);
    const fixed = { fixed_address: 'fd00::9' };
    expect(await refused(uuid, { address: '203.0.113.99', ...fixed })).toEqual([404, 'floating IP not found']);
    neutron.refusals.push({ method: 'PUT', answer: { status: 500, body: 'boom' } });
    expect(await refused(uuid, { address: ip, ...fixed })).toEqual([
      400,
      `Unable to associate floating IP ${ip} to fixed IP fd00::9 for instance ${uuid}. Error: boom`,
    ]);
    expect(await refused(uuid, { address: 'x' })).toEqual([400, expect.stringContaining('Invalid input')]);
    expect(await refused(uuid, { address: '203.0.113.99' }, 'removeFloatingIp')).toEqual([
      404,
      'Floating IP not found for address 203.0.113.99.',
    ]);
    for (const action of ['addFloatingIp', 'removeFloatingIp'])
      expect((await servers.act(uuid, action, { address: ip }, { as: 'bob:other' })).status).toBe(404);
    expect(neutron.of('floatingips')).toMatchObject([{ port_id: null }]);
  });
});

describe('without a network service, or without the right', () => {
  it('there are none', async () => {
    const alone = await TestServers.start();
    expect((await alone.ask('GET', PATH)).body).toEqual({ floating_ips: [] });
    expect((await alone.ask('GET', '/os-floating-ip-pools')).body).toEqual({ floating_ip_pools: [] });
    for (const [method, path, what] of [
      ['GET', `${PATH}/f`, 'Floating IP f'],
      ['DELETE', `${PATH}/f`, 'Floating IP f'],
      ['POST', PATH, 'A floating IP pool'],
    ] as const) {
      const answer = await alone.ask(method, path);
      expect([answer.status, messageOf(answer)]).toEqual([
        404,
        `${what} could not be found: there is no network service.`,
      ]);
    }
    await alone.nova.close();
  });

  it('they are refused', async () => {
    const strict = await TestServers.start({ oslo_policy: { enforce_new_defaults: 'true', enforce_scope: 'false' } });
    for (const [method, path] of [
      ['GET', PATH],
      ['POST', PATH],
      ['GET', `${PATH}/f`],
      ['DELETE', `${PATH}/f`],
    ] as const)
      expect((await strict.ask(method, path)).status, `${method} ${path}`).toBe(403);
    await strict.nova.close();
  });
});
