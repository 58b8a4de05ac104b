// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeNeutron } from './fake-neutron.js';
import type { NetworkInfo } from './network-info.js';
import type { Networks } from './networks.js';
import { serverOf, setUpNeutron, wanting } from './test-support.js';

let neutron: FakeNeutron;
let context: RequestContext;
let networks: Networks;
beforeEach(async () => {
  ({ neutron, context, networks } = await setUpNeutron());
});
afterEach(() => neutron.close());

describe('a server’s ports', () => {
  async function allocated(): Promise<NetworkInfo> {
    neutron.addNetwork('n1');
    neutron.addPort('mine');
    return networks.allocate(context, serverOf(), wanting([{ port_id: 'mine' }, { network_id: 'n1' }]));
  }

  it('go with it, but for those that it was given', async () => {
    const info = await allocated();
    await networks.deallocate(context, serverOf(info));
    expect(neutron.of('ports').map(({ id }) => id)).toEqual(['mine']);
    expect(neutron.port('mine')).toMatchObject({ device_id: '', device_owner: '', 'binding:host_id': null });
  });

  it('go too where the build failed before anybody remembered them', async () => {
    await allocated();
    await networks.deallocate(context, serverOf(), [{ port_id: 'mine' }]);
    expect(neutron.of('ports').map(({ id, device_id: server }) => [id, server])).toEqual([['mine', '']]);
  });

  it('go as far as they can where one does not', async () => {
    await allocated();
    neutron.refusals.push({ method: 'DELETE', answer: { status: 500, body: 'x' } });
    await expect(networks.deallocate(context, serverOf())).rejects.toMatchObject({ code: 500 });
    expect(neutron.of('ports')).toHaveLength(1);
  });

  it('can go one by one', async () => {
    const info = await allocated();
    expect(await networks.deallocatePort(context, serverOf(info), 'mine')).toEqual([info[1]]);
    expect(neutron.port('mine')).toMatchObject({ device_id: '' });
    const made = info[1]?.id ?? '';
    expect(await networks.deallocatePort(context, serverOf(info.slice(1)), made)).toEqual([]);
    expect(neutron.port(made)).toBeUndefined();
    await networks.deallocatePort(context, serverOf(), 'long gone');
  });

  it('are looked at anew, in their order', async () => {
    const info = await allocated();
    neutron.addPort('later', { device_id: 's1' });
    neutron.of('ports').reverse();
    const now = await networks.networkInfo(context, serverOf(info));
    expect(now.map(({ id }) => id)).toEqual([...info.map(({ id }) => id), 'later']);
    expect(now[0]).toEqual(info[0]);
  });

  it('move with it', async () => {
    const info = await allocated();
    await networks.bindTo(context, serverOf(info), 'h2');
    expect(neutron.of('ports').map((port) => port['binding:host_id'])).toEqual(['h2', 'h2']);
    const puts = neutron.asked.filter(({ method }) => method === 'PUT').length;
    await networks.bindTo(context, serverOf(info), 'h2');
    expect(neutron.asked.filter(({ method }) => method === 'PUT')).toHaveLength(puts);
    // A binding that failed is tried again, and says so where it does again.
    Object.assign(neutron.port('mine') ?? {}, { 'binding:vif_type': 'binding_failed' });
    await expect(networks.bindTo(context, serverOf(info), 'h2')).rejects.toMatchObject({ name: 'PortBindingFailed' });
    Object.assign(neutron.port('mine') ?? {}, {
      'binding:vif_type': 'ovs',
      'binding:profile': { migrating_to: 'h3', kept: 1 },
    });
    await networks.bindTo(context, serverOf(info), 'h3');
    expect(neutron.port('mine')).toMatchObject({ 'binding:host_id': 'h3', 'binding:profile': { kept: 1 } });
    expect(neutron.port('mine')?.['binding:profile']).not.toHaveProperty('migrating_to');
  });
});

describe('addresses of a server’s ports', () => {
  const port = () => neutron.port('a') as unknown as { fixed_ips: { ip_address?: string; subnet_id?: string }[] };
  beforeEach(() => {
    neutron.addNetwork('n1');
    neutron.addPort('a', { device_id: 's1', device_owner: 'compute:nova' });
  });

  it('become more, in the subnets of a network', async () => {
    neutron.of('subnets').unshift({ id: 'full', network_id: 'n1', cidr: '10.1.0.0/24' });
    const full = { status: 409, body: { NeutronError: { type: 'IpAddressGenerationFailure', message: 'full' } } };
    neutron.refusals.push({ method: 'PUT', answer: full });
    const info = await networks.addFixedIp(context, serverOf(), 'n1');
    expect(info.map(({ id }) => id)).toEqual(['a']);
    expect(port().fixed_ips.map(({ subnet_id: id }) => id)).toEqual(['sub-n1', 'sub-n1']);
    await expect(networks.addFixedIp(context, serverOf(), 'n2')).rejects.toThrow(
      'Network could not be found for instance s1.',
    );
  });

  it('become fewer', async () => {
    port().fixed_ips.push({ subnet_id: 'sub-n1', ip_address: '10.0.0.99' });
    const [vif] = await networks.removeFixedIp(context, serverOf(), '10.0.0.99');
    expect(vif?.network?.subnets[0]?.ips.map(({ address }) => address)).toEqual(['10.0.0.2']);
    expect(port().fixed_ips).toEqual([{ subnet_id: 'sub-n1', ip_address: '10.0.0.2' }]);
    await expect(networks.removeFixedIp(context, serverOf(), '10.0.0.99')).rejects.toThrow(
      "Instance s1 does not have fixed IP '10.0.0.99'.",
    );
  });
});

describe('who and what', () => {
  it('has an address', async () => {
    neutron.addPort('a', { device_id: 's1', fixed_ips: [{ subnet_id: 'x', ip_address: '10.0.0.5' }] });
    neutron.addPort('b', { device_id: '', fixed_ips: [{ subnet_id: 'y', ip_address: '10.0.0.5' }] });
    expect(await networks.serverOfAddress(context, '10.0.0.5')).toBe('s1');
    await expect(networks.serverOfAddress(context, '10.0.0.6')).rejects.toMatchObject({
      name: 'FixedIpNotFoundForAddress',
    });
    Object.assign(neutron.port('b') ?? {}, { device_id: 's2' });
    await expect(networks.serverOfAddress(context, '10.0.0.5')).rejects.toThrow(
      "More than one instance is associated with fixed IP address '10.0.0.5'.",
    );
  });

  it('has an address behind a provider of metadata', async () => {
    await expect(networks.serverBehindProvider(context, 'lb', '10.0.0.5')).rejects.toThrow(
      'Could not find any subnets for provider lb',
    );
    neutron.addNetwork('n1', {}, { advanced_service_providers: 'lb' });
    neutron.addPort('a', { device_id: 's1', fixed_ips: [{ subnet_id: 'sub-n1', ip_address: '10.0.0.5' }] });
    neutron.addPort('b', {
      network_id: 'n2',
      device_id: 's2',
      fixed_ips: [{ subnet_id: 'x', ip_address: '10.0.0.5' }],
    });
    expect(await networks.serverBehindProvider(context, 'lb', '10.0.0.5')).toEqual({ uuid: 's1', projectId: 'p' });
    await expect(networks.serverBehindProvider(context, 'lb', '10.0.0.6')).rejects.toThrow(
      'Expected a single port matching provider lb and IP 10.0.0.6. Found 0.',
    );
  });

  it('is a security group, by its name or its id', async () => {
    neutron
      .of('security-groups')
      .push(
        { id: 'g1', name: 'web', tenant_id: 'p' },
        { id: 'g2', name: 'twice', tenant_id: 'p' },
        { id: 'g3', name: 'twice', tenant_id: 'p' },
        { id: 'g4', name: 'g1', tenant_id: 'p' },
        { id: 'g5', name: 'theirs', tenant_id: 'q' },
      );
    expect(await networks.validateSecurityGroups(context, ['default'])).toEqual([]);
    expect(await networks.validateSecurityGroups(context, ['web', 'g2', 'g1'])).toEqual(['g1', 'g2', 'g4']);
    await expect(networks.validateSecurityGroups(context, ['twice'])).rejects.toThrow(
      "Multiple security groups found matching 'twice'. Use an ID to be more specific.",
    );
    await expect(networks.validateSecurityGroups(context, ['theirs'])).rejects.toThrow(
      "Unable to find security_group with name or id 'theirs'",
    );
  });
});
