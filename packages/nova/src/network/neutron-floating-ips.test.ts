// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeNeutron } from './fake-neutron.js';
import type { FloatingIps } from './network-resources.js';
import { networksOf, serverOf, setUpNeutron } from './test-support.js';

const refusal = (status: number, type: string) => ({
  status,
  body: { NeutronError: { type, message: 'what neutron says', detail: '' } },
});

let neutron: FakeNeutron;
let context: RequestContext;
let ips: FloatingIps;
beforeEach(async () => {
  const setUp = await setUpNeutron();
  ({ neutron, context } = setUp);
  ips = setUp.networks.resources(context).floatingIps;
  neutron.addNetwork('outside', { name: 'nova', 'router:external': true });
});
afterEach(() => neutron.close());

describe('floating IPs', () => {
  it('come from the operator’s pool, or from another', async () => {
    neutron.addNetwork('other', { name: '', 'router:external': true });
    const made = await ips.create(context, null);
    expect(made).toEqual({
      id: made.id,
      address: '203.0.113.1',
      pool: 'nova',
      fixedAddress: null,
      portId: null,
      deviceId: null,
    });
    expect(neutron.of('floatingips')).toMatchObject([{ floating_network_id: 'outside' }]);
    neutron.of('networks').push({ id: '5d3dc082-2c85-4392-a4db-51416da1f07d', name: '', 'router:external': true });
    expect(await ips.create(context, '5d3dc082-2c85-4392-a4db-51416da1f07d')).toMatchObject({
      pool: '5d3dc082-2c85-4392-a4db-51416da1f07d',
    });
    const { floatingIps: others } = networksOf({ default_floating_pool: 'elsewhere' }).resources(context);
    await expect(others.create(context, null)).rejects.toThrow('Floating IP pool not found.');
    neutron.addNetwork('twin', { name: 'nova', 'router:external': true });
    await expect(ips.create(context, null)).rejects.toThrow("Multiple floating IP pools matches found for name 'nova'");
  });

  it.each([
    [409, 'IpAddressGenerationFailure', 'No more floating IPs in pool nova.', 'No more floating IPs available.'],
    [400, 'ExternalIpAddressExhausted', 'No more floating IPs in pool nova.', 'No more floating IPs available.'],
    [409, 'OverQuota', 'IP allocation over quota in pool nova.', 'IP allocation over quota.'],
    [400, 'BadRequest', 'what neutron says', 'what neutron says'],
  ])('are refused with %s %s', async (status, type, ofPool, ofAny) => {
    for (const [pool, message] of [
      ['nova', ofPool],
      [null, ofAny],
    ] as const) {
      neutron.refusals.push({ method: 'POST', answer: refusal(status, type) });
      await expect(ips.create(context, pool)).rejects.toThrow(message);
    }
    expect(neutron.of('floatingips')).toEqual([]);
  });

  it('are listed with what they stand for, in three questions', async () => {
    neutron.addPort('a', { device_id: 's1', network_id: 'n1' });
    const own = { tenant_id: 'p', floating_network_id: 'outside' };
    neutron.of('floatingips').push(
      { id: 'f1', floating_ip_address: '203.0.113.5', port_id: 'a', fixed_ip_address: '10.0.0.2', ...own },
      // Newer ones tell of the port by themselves.
      { id: 'f2', floating_ip_address: '203.0.113.6', port_id: 'b', port_details: { device_id: 's2' }, ...own },
      { id: 'f3', floating_ip_address: '203.0.113.7', port_id: null, port_details: null, ...own },
      { id: 'f4', floating_ip_address: '203.0.113.8', port_id: null, ...own, tenant_id: 'q' },
    );
    neutron.asked.length = 0;
    const listed = await ips.list(context);
    expect(listed.map(({ id, deviceId, fixedAddress, pool }) => [id, deviceId, fixedAddress, pool])).toEqual([
      ['f1', 's1', '10.0.0.2', 'nova'],
      ['f2', 's2', null, 'nova'],
      ['f3', null, null, 'nova'],
    ]);
    expect(neutron.asked).toHaveLength(3);
    expect(await ips.get(context, 'f1')).toEqual(listed[0]);
    expect(await ips.getByAddress(context, '203.0.113.5')).toEqual(listed[0]);
    await expect(ips.get(context, 'none')).rejects.toThrow('Floating IP not found for ID none');
    await expect(ips.getByAddress(context, '203.0.113.99')).rejects.toMatchObject({
      name: 'FloatingIpNotFoundForAddress',
    });
    neutron.of('floatingips').push({ id: 'f5', floating_ip_address: '203.0.113.5', ...own });
    await expect(ips.getByAddress(context, '203.0.113.5')).rejects.toThrow(
      'Multiple floating IPs are found for address 203.0.113.5.',
    );
  });

  it('are none where there are no routers', async () => {
    neutron.refusals.push({ method: 'GET', answer: { status: 404, body: 'The resource could not be found.' } });
    expect(await ips.list(context)).toEqual([]);
    neutron.refusals.push({ method: 'GET', answer: { status: 503, body: 'x' } });
    await expect(ips.list(context)).rejects.toMatchObject({ code: 503 });
  });

  it('stand for a server’s address, and no more', async () => {
    neutron.addPort('a', { device_id: 's1', device_owner: 'compute:nova' });
    const made = await ips.create(context, null);
    await ips.associate(context, made, serverOf(), '10.0.0.2');
    expect(await ips.get(context, made.id)).toMatchObject({ portId: 'a', fixedAddress: '10.0.0.2', deviceId: 's1' });
    await expect(ips.associate(context, made, serverOf(), '10.0.0.99')).rejects.toMatchObject({
      name: 'FixedIpNotFoundForAddress',
    });
    neutron.refusals.push({ method: 'PUT', answer: refusal(409, 'FloatingIPPortAlreadyAssociated') });
    await expect(ips.associate(context, made, serverOf(), '10.0.0.2')).rejects.toMatchObject({
      name: 'FloatingIpAssociateFailed',
      message: 'what neutron says',
    });
    await ips.disassociate(context, made);
    expect(await ips.get(context, made.id)).toMatchObject({ portId: null, deviceId: null });
    await ips.delete(context, made);
    expect(neutron.of('floatingips')).toEqual([]);
    await expect(ips.delete(context, made)).rejects.toThrow('Floating IP not found for address 203.0.113.2.');
    await expect(ips.disassociate(context, made)).rejects.toMatchObject({ name: 'FloatingIpNotFoundForAddress' });
  });

  it('are not everybody’s to have', async () => {
    neutron.refusals.push({ method: 'POST', answer: refusal(403, 'PolicyNotAuthorized') });
    await expect(ips.create(context, null)).rejects.toMatchObject({ name: 'Forbidden', message: 'what neutron says' });
  });
});
