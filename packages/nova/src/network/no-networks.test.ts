// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { describe, expect, it } from 'vitest';
import { NoNetworks } from './no-networks.js';

const networks = new NoNetworks();
const context = new RequestContext({ projectId: 'p' });
const server = { uuid: 's', project_id: 'p', hostname: 's', availability_zone: null, info_cache: null };
const allocation = { securityGroups: ['default'], host: 'h' };

describe('a cloud without a network service', () => {
  it.each([null, [], [{ network_id: 'none' }], [{ network_id: 'auto' }], [{ network_id: null, port_id: null }]])(
    'makes servers without ports where %j is requested',
    async (requested) => {
      expect(await networks.validate(context, requested, 3)).toBe(3);
      expect(await networks.allocate(context, server, { ...allocation, requested })).toEqual([]);
    },
  );

  it.each([
    [{ network_id: 'n' }, 'Network n'],
    [{ port_id: 'p' }, 'Port p'],
    [{ network_id: 'n', address: '10.0.0.2' }, 'Fixed IP 10.0.0.2'],
  ])('refuses %j', async (request, what) => {
    const message = `${what} cannot be used: there is no network service.`;
    await expect(networks.validate(context, [request], 1)).rejects.toMatchObject({ name: 'NoNetworkService', message });
    await expect(networks.allocate(context, server, { ...allocation, requested: [request] })).rejects.toThrow(message);
  });

  it('knows the default security group alone', async () => {
    expect(await networks.validateSecurityGroups(context, ['default', 'default'])).toEqual([]);
    await expect(networks.validateSecurityGroups(context, ['default', 'web'])).rejects.toThrow(
      'Security group web cannot be used: there is no network service.',
    );
  });

  it('has nothing to take away, to move or to find', async () => {
    await networks.deallocate();
    await networks.bindTo();
    expect(await networks.networkInfo()).toEqual([]);
    await expect(networks.deallocatePort(context, server, 'p')).rejects.toMatchObject({ name: 'NoNetworkService' });
    for (const refused of [
      networks.addFixedIp(context, server, 'n'),
      networks.removeFixedIp(context, server, '10.0.0.2'),
    ])
      await expect(refused).rejects.toMatchObject({ name: 'NoNetworkService' });
    await expect(networks.serverOfAddress(context, '10.0.0.2')).rejects.toThrow(
      'Fixed IP not found for address 10.0.0.2.',
    );
  });

  it('lists nothing, and finds nothing that somebody names', async () => {
    const { networks: list, floatingIps: ips, securityGroups: groups } = networks.resources();
    const floatingIp = {
      id: 'f',
      address: '203.0.113.1',
      pool: 'nova',
      fixedAddress: null,
      portId: null,
      deviceId: null,
    };
    const texts = { name: 'web', description: '' };
    for (const listed of [list.list(context), list.external(context), list.ofProject(context, 'p'), ips.list(context)])
      expect(await listed).toEqual([]);
    expect([await groups.list(context, false), await groups.ofServer(context, 's')]).toEqual([[], []]);
    const lost: readonly [Promise<unknown>, string][] = [
      [list.get(context, 'n'), 'Network n'],
      [ips.get(context, 'f'), 'Floating IP f'],
      [ips.create(context, null), 'A floating IP pool'],
      [ips.create(context, 'outside'), 'Floating IP pool outside'],
      [ips.delete(context, floatingIp), 'Floating IP 203.0.113.1'],
      [ips.associate(context, floatingIp, server, '10.0.0.2'), 'Floating IP 203.0.113.1'],
      [ips.disassociate(context, floatingIp), 'Floating IP 203.0.113.1'],
      [groups.get(context, 'g'), 'Security group g'],
      [groups.update(context, 'g', texts), 'Security group g'],
      [groups.delete(context, 'g'), 'Security group g'],
      [groups.createRule(context, { groupId: 'g' }), 'Security group g'],
      [groups.deleteRule(context, 'r'), 'Security group rule r'],
    ];
    for (const [refused, what] of lost)
      await expect(refused, what).rejects.toThrow(`${what} could not be found: there is no network service.`);
    await expect(groups.create(context, texts)).rejects.toMatchObject({ name: 'NoNetworkService' });
    await expect(ips.getByAddress(context, '203.0.113.1')).rejects.toThrow(
      'Floating IP not found for address 203.0.113.1.',
    );
    for (const refused of [groups.addToServer(context, 's', 'web'), groups.removeFromServer(context, 's', 'web')])
      await expect(refused).rejects.toThrow('Security group web is not found for project p');
  });
});
