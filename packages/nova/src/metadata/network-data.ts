// SPDX-License-Identifier: Apache-2.0
import { netmaskOf, networkAddressOf } from '../network/cidr.js';
import type { Network, NetworkInfo, Subnet, Vif } from '../network/network-info.js';

type Document = Readonly<Record<string, unknown>>;

/** `network_data.json`: links, the addresses on them, and name servers. */
export interface NetworkData {
  readonly links: readonly Document[];
  readonly networks: readonly Document[];
  readonly services: readonly Document[];
}

/** Kinds of ports that guests have come to know; all others are `phy`. */
const TOLD_TYPES = new Set(['bridge', 'dvs', 'hw_veb', 'hyperv', 'ovs', 'tap', 'vhostuser', 'vif']);

/**
 * A server's network for its guest (nova 26, virt/netutils.py, get_network_metadata): of each port the first subnet of each
 * version. Undefined for a server without ports.
 */
export function networkDataOf(ports: NetworkInfo): NetworkData | undefined {
  if (ports.length === 0) return undefined;
  const links: Document[] = [];
  const networks: Document[] = [];
  const services: Document[] = [];
  let position = -1;
  for (const port of ports) {
    const { network } = port;
    if (network === null || network.subnets.length === 0) continue;
    position += 1;
    const subnets = ([4, 6] as const).flatMap(
      (version) => network.subnets.find((one) => one.version === version) ?? [],
    );
    if (subnets.length === 0) continue;
    const link = linkOf(port, network, position);
    links.push(link);
    for (const subnet of subnets) {
      if (subnet.ips.length === 0) continue;
      networks.push(networkOf(network.id, subnet, networks.length, link.id));
      for (const service of nameServersOf(subnet))
        if (!services.some(({ address }) => address === service.address)) services.push(service);
    }
  }
  return { links, networks, services };
}

function linkOf(port: Vif, network: Network, position: number): Document & { readonly id: string } {
  const isServed = network.subnets.some(({ meta }) => isGiven(meta.dhcp_server));
  return {
    id: port.devname === null || port.devname === '' ? `interface${position}` : port.devname,
    vif_id: port.id,
    type: TOLD_TYPES.has(port.type ?? '') ? port.type : 'phy',
    // DHCP tells it otherwise.
    mtu: isServed ? null : (network.meta.mtu ?? null),
    ethernet_mac_address: port.address,
  };
}

function networkOf(networkId: string, subnet: Subnet, index: number, link: string): Document {
  const { version, meta, cidr } = subnet;
  const mode = meta.ipv6_address_mode;
  const id = `network${index}`;
  if (!isGiven(mode) && isGiven(meta.dhcp_server))
    return { id, type: `ipv${version}_dhcp`, link, network_id: networkId };
  return {
    id,
    type: `ipv${version}${typeof mode === 'string' ? `_${mode}` : ''}`,
    link,
    ip_address: subnet.ips[0]?.address ?? null,
    netmask: netmaskOf(cidr),
    routes: [
      ...defaultRoute(subnet),
      ...subnet.routes.map((route) => ({
        network: networkAddressOf(route.cidr),
        netmask: netmaskOf(route.cidr),
        gateway: route.gateway.address,
      })),
    ],
    network_id: networkId,
    services: nameServersOf(subnet),
  };
}

function defaultRoute({ gateway, version }: Subnet): readonly Document[] {
  const address = gateway?.address ?? null;
  if (address === null || address === '') return [];
  const any = version === 4 ? '0.0.0.0' : '::';
  return [{ network: any, netmask: any, gateway: address }];
}

function nameServersOf({ dns }: Subnet): readonly Document[] {
  return dns.map(({ address }) => ({ type: 'dns', address }));
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
