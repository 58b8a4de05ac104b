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
    expect(await networks.securityGroupsOf()).toEqual([]);
  });

  it('has nothing to take away, to move or to find', async () => {
    await networks.deallocate();
    await networks.bindTo();
    expect(await networks.networkInfo()).toEqual([]);
    await expect(networks.deallocatePort(context, server, 'p')).rejects.toMatchObject({ name: 'NoNetworkService' });
    await expect(networks.serverOfAddress(context, '10.0.0.2')).rejects.toThrow(
      'Fixed IP not found for address 10.0.0.2.',
    );
  });
});
