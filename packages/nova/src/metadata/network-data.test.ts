// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { networkDataOf } from './network-data.js';
import { ports } from './test-support.js';

describe('network_data.json', () => {
  it('has links, addresses and name servers', () => {
    expect(networkDataOf(ports)).toEqual({
      links: [{ id: 'tapport-1', vif_id: 'port-1', type: 'ovs', mtu: null, ethernet_mac_address: 'fa:16:3e:11:22:33' }],
      networks: [
        { id: 'network0', type: 'ipv4_dhcp', link: 'tapport-1', network_id: 'net-1' },
        {
          id: 'network1',
          type: 'ipv6_slaac',
          link: 'tapport-1',
          ip_address: 'fd00::5',
          netmask: 'ffff:ffff:ffff:ffff::',
          routes: [
            { network: '::', netmask: '::', gateway: 'fd00::1' },
            { network: 'fd01::', netmask: 'ffff:ffff:ffff::', gateway: 'fd00::fe' },
          ],
          network_id: 'net-1',
          services: [],
        },
      ],
      services: [{ type: 'dns', address: '8.8.8.8' }],
    });
  });

  it('has the addresses of a network without DHCP', () => {
    const [port] = ports;
    const network = port?.network;
    const [subnet] = network?.subnets ?? [];
    if (port === undefined || network === null || network === undefined || subnet === undefined)
      throw new Error('the port has a subnet');
    const data = networkDataOf([
      {
        ...port,
        type: 'binding_failed',
        devname: null,
        network: { ...network, subnets: [{ ...subnet, meta: {}, gateway: null }] },
      },
    ]);
    expect(data?.links[0]).toMatchObject({ id: 'interface0', type: 'phy', mtu: 1450 });
    expect(data?.networks[0]).toEqual({
      id: 'network0',
      type: 'ipv4',
      link: 'interface0',
      ip_address: '10.0.0.5',
      netmask: '255.255.255.0',
      routes: [],
      network_id: 'net-1',
      services: [{ type: 'dns', address: '8.8.8.8' }],
    });
    expect(networkDataOf([{ ...port, network: null }])).toEqual({ links: [], networks: [], services: [] });
  });

  it('is none for a server without ports', () => {
    expect(networkDataOf([])).toBeUndefined();
  });
});
