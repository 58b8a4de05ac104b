// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeNeutron } from './fake-neutron.js';
import type { Allocation, Networks } from './networks.js';
import { serverOf, setUpNeutron, wanting } from './test-support.js';

let neutron: FakeNeutron;
let context: RequestContext;
let networks: Networks;
beforeEach(async () => {
  ({ neutron, context, networks } = await setUpNeutron());
});
afterEach(() => neutron.close());

describe('allocate', () => {
  it('makes a port on the only network, and binds it to the server’s host', async () => {
    neutron.addNetwork('n1');
    neutron.addPort('dhcp', {
      device_owner: 'network:dhcp',
      fixed_ips: [{ subnet_id: 'sub-n1', ip_address: '10.0.0.200' }],
    });
    const [vif, ...others] = await networks.allocate(context, serverOf(), wanting(null));
    expect(others).toEqual([]);
    const id = vif?.id ?? '';
    expect(neutron.port(id)).toMatchObject({
      device_id: 's1',
      device_owner: 'compute:nova',
      'binding:host_id': 'h1',
      dns_name: 'web',
      tenant_id: 'p',
    });
    const address = (neutron.port(id)?.fixed_ips as { ip_address: string }[])[0]?.ip_address;
    expect(vif).toEqual({
      id,
      address: 'fa:16:3e:00:00:01',
      network: {
        id: 'n1',
        bridge: 'br-int',
        label: 'net-n1',
        subnets: [
          {
            cidr: '10.0.0.0/24',
            dns: [{ address: '8.8.8.8', type: 'dns', version: 4, meta: {} }],
            gateway: { address: '10.0.0.1', type: 'gateway', version: 4, meta: {} },
            ips: [{ address, type: 'fixed', version: 4, meta: {}, floating_ips: [] }],
            routes: [
              {
                cidr: '192.168.0.0/16',
                gateway: { address: '10.0.0.254', type: 'gateway', version: 4, meta: {} },
                interface: null,
                meta: {},
              },
            ],
            version: 4,
            meta: { dhcp_server: '10.0.0.200' },
          },
        ],
        meta: { injected: false, tenant_id: 'p', mtu: 1450, physical_network: null, tunneled: true },
      },
      type: 'ovs',
      details: {},
      devname: `tap${id}`.slice(0, 14),
      ovs_interfaceid: id,
      qbh_params: null,
      qbg_params: null,
      active: true,
      vnic_type: 'normal',
      profile: {},
      preserve_on_delete: false,
      delegate_create: true,
      meta: {},
    });
  });

  it('takes ports that are there, and makes others, in the order of the request', async () => {
    neutron.addNetwork('n1');
    neutron.addNetwork('n2', { dns_domain: 'example.org.' }, { cidr: '10.0.0.0/16', enable_dhcp: false });
    neutron.addPort('mine', { network_id: 'n2', 'binding:vif_type': 'bridge', 'binding:profile': { a: 1 } });
    neutron.of('security-groups').push({ id: 'g1', name: 'web', tenant_id: 'p' });
    neutron.of('floatingips').push({
      id: 'f',
      port_id: 'mine',
      fixed_ip_address: (neutron.port('mine')?.fixed_ips as { ip_address: string }[])[0]?.ip_address,
      floating_ip_address: '203.0.113.5',
    });
    const info = await networks.allocate(
      context,
      serverOf(),
      wanting([{ network_id: 'n1', address: '10.0.0.77' }, { port_id: 'mine' }], { securityGroups: ['web'] }),
    );
    expect(info.map(({ id, preserve_on_delete: isKept }) => [id, isKept])).toEqual([
      [info[0]?.id, false],
      ['mine', true],
    ]);
    expect(neutron.port(info[0]?.id ?? '')).toMatchObject({
      network_id: 'n1',
      fixed_ips: [{ ip_address: '10.0.0.77' }],
      security_groups: ['g1'],
      'binding:host_id': 'h1',
    });
    expect(neutron.port('mine')).toMatchObject({ device_id: 's1', 'binding:profile': { a: 1 } });
    expect(neutron.port('mine')).not.toHaveProperty('dns_name');
    expect(info[1]).toMatchObject({ network: { bridge: 'brqn2', should_create_bridge: true } });
    expect(info[1]?.network?.subnets[0]).toMatchObject({
      meta: {},
      ips: [{ floating_ips: [{ address: '203.0.113.5', type: 'floating', version: 4, meta: {} }] }],
    });
  });

  it('makes nothing where none is wanted, or there is no network', async () => {
    expect(await networks.allocate(context, serverOf(), wanting([{ network_id: 'none' }]))).toEqual([]);
    expect(await networks.allocate(context, serverOf(), wanting(null))).toEqual([]);
    await expect(networks.allocate(context, serverOf(), wanting([{}]))).rejects.toThrow(
      "No specific network was requested and none are available for project 'p'.",
    );
    await expect(networks.allocate(context, serverOf(), wanting([{ network_id: 'n1' }]))).rejects.toThrow(
      'Network n1 could not be found.',
    );
    expect(neutron.of('ports')).toEqual([]);
  });

  it('leaves nothing behind where it fails', async () => {
    neutron.addNetwork('n1');
    neutron.addPort('mine', { 'binding:profile': { pci_slot: 'x', kept: 1 } });
    neutron.answers.length = 0;
    const failing = { status: 409, body: { NeutronError: { type: 'HostNotCompatibleWithFixedIps', message: 'no' } } };
    neutron.refusals.push({ method: 'PUT', answer: failing });
    await expect(
      networks.allocate(context, serverOf(), wanting([{ port_id: 'mine' }, { network_id: 'n1' }])),
    ).rejects.toMatchObject({ name: 'FixedIpInvalidOnHost' });
    expect(neutron.of('ports').map(({ id }) => id)).toEqual(['mine']);
    expect(neutron.port('mine')).toMatchObject({ device_id: '', 'binding:profile': { kept: 1 }, dns_name: '' });
  });

  it.each([
    ['InvalidIpForNetwork', 'Invalid input received: Fixed IP 10.0.0.9 is not a valid ip address for network n1.'],
    ['IpAddressInUse', 'Fixed IP 10.0.0.9 is already in use.'],
    ['OverQuota', 'Maximum number of ports exceeded'],
    ['IpAddressGenerationFailure', 'No fixed IP addresses available for network: n1'],
    ['Other', 'what neutron says'],
  ])('%s is nova’s error', async (type, message) => {
    neutron.addNetwork('n1');
    const body = { NeutronError: { type, message: 'what neutron says', detail: '' } };
    neutron.refusals.push({ method: 'POST', answer: { status: 409, body } });
    await expect(
      networks.allocate(context, serverOf(), wanting([{ network_id: 'n1', address: '10.0.0.9' }])),
    ).rejects.toThrow(message);
  });

  it('refuses ports and networks that are not the caller’s to use', async () => {
    neutron.addNetwork('n1');
    neutron.addNetwork('outside', { 'router:external': true });
    neutron.addPort('theirs', { tenant_id: 'q' });
    neutron.addPort('busy', { device_id: 'x' });
    neutron.addPort('named', { dns_name: 'other' });
    neutron.addPort('failed', { 'binding:vif_type': 'binding_failed' });
    const refused = (requested: Allocation['requested'], more: Partial<Allocation> = {}) =>
      networks.allocate(context, serverOf(), wanting(requested, more)).then(
        () => 'allowed',
        (error: unknown) => (error as Error).name,
      );
    expect(await refused([{ port_id: 'theirs' }])).toBe('PortNotUsable');
    expect(await refused([{ port_id: 'busy' }])).toBe('PortInUse');
    expect(await refused([{ port_id: 'named' }])).toBe('PortNotUsableDNS');
    expect(await refused([{ port_id: 'failed' }])).toBe('PortBindingFailed');
    expect(await refused([{ network_id: 'outside' }])).toBe('ExternalNetworkAttachForbidden');
    expect(await refused([{ network_id: 'n1' }], { securityGroups: ['unknown'] })).toBe('SecurityGroupNotFound');
    expect(await refused([{ network_id: 'outside' }], { mayAttachExternal: true })).toBe('allowed');
  });

  it('wants networks that groups can work on', async () => {
    neutron.addNetwork('open', { port_security_enabled: false });
    neutron.of('security-groups').push({ id: 'g1', name: 'web', tenant_id: 'p' });
    await expect(
      networks.allocate(context, serverOf(), wanting([{ network_id: 'open' }], { securityGroups: ['g1'] })),
    ).rejects.toMatchObject({ name: 'SecurityGroupCannotBeApplied' });
    expect(await networks.allocate(context, serverOf(), wanting([{ network_id: 'open' }]))).toHaveLength(1);
  });

  it('takes no port whose bandwidth nobody claimed', async () => {
    neutron.addNetwork('n1');
    const port = neutron.addPort('fast', { resource_request: { required: ['X'] } });
    neutron.refusals.push({ method: 'POST', answer: { status: 201, body: { port } } });
    await expect(networks.allocate(context, serverOf(), wanting([{ network_id: 'n1' }]))).rejects.toMatchObject({
      name: 'NetworksWithQoSPolicyNotSupported',
    });
    expect(neutron.of('ports')).toEqual([]);
  });

  it('has a network made where that is wanted', async () => {
    neutron.addNetwork('made');
    neutron.answers.push({ body: { networks: [] } }, { body: { networks: [] } });
    const info = await networks.allocate(context, serverOf(), wanting([{ network_id: 'auto' }]));
    expect(info.map(({ network }) => network?.id)).toEqual(['made']);
  });
});
