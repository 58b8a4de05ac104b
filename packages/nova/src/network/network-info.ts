// SPDX-License-Identifier: Apache-2.0
// Upstream's model of a server's ports, as it stands in JSON in `instance_info_caches` (nova 26, network/model.py).

type Meta = Readonly<Record<string, unknown>>;

export interface Ip {
  readonly address: string | null;
  readonly type: 'fixed' | 'floating' | 'gateway' | 'dns' | null;
  readonly version: 4 | 6 | null;
  readonly meta: Meta;
}

export interface FixedIp extends Ip {
  readonly floating_ips: readonly Ip[];
}

export interface Route {
  readonly cidr: string;
  readonly gateway: Ip;
  readonly interface: null;
  readonly meta: Meta;
}

export interface Subnet {
  readonly cidr: string;
  readonly dns: readonly Ip[];
  readonly gateway: Ip | null;
  readonly ips: readonly FixedIp[];
  readonly routes: readonly Route[];
  readonly version: 4 | 6;
  /** `dhcp_server`, `ipv6_address_mode` */
  readonly meta: Meta;
}

export interface Network {
  readonly id: string;
  readonly bridge: string | null;
  readonly label: string | null;
  readonly subnets: readonly Subnet[];
  /** `injected`, `tenant_id`, `mtu`, `physical_network`, `tunneled` */
  readonly meta: Meta;
  readonly should_create_bridge?: boolean;
}

/** A port of a server. */
export interface Vif {
  readonly id: string;
  /** The MAC. */
  readonly address: string | null;
  readonly network: Network | null;
  /** `ovs`, `bridge`, … */
  readonly type: string | null;
  readonly details: Meta;
  readonly devname: string | null;
  readonly ovs_interfaceid: string | null;
  readonly qbh_params: null;
  readonly qbg_params: null;
  readonly active: boolean;
  readonly vnic_type: string;
  readonly profile: Meta | null;
  /** Somebody else made it: it stays when the server goes. */
  readonly preserve_on_delete: boolean;
  readonly delegate_create: boolean;
  readonly meta: Meta;
}

export type NetworkInfo = readonly Vif[];

/** Reads a column; none, and what is no list, is a server without ports. */
export function networkInfoFrom(text: string | null | undefined): NetworkInfo {
  if (text === null || text === undefined || text === '') return [];
  const ports: unknown = JSON.parse(text);
  return Array.isArray(ports) ? (ports as NetworkInfo) : [];
}

export function fixedIpsOf(ports: NetworkInfo): readonly FixedIp[] {
  return ports.flatMap(({ network }) => network?.subnets.flatMap(({ ips }) => ips) ?? []);
}

export function floatingIpsOf(ports: NetworkInfo): readonly Ip[] {
  return fixedIpsOf(ports).flatMap(({ floating_ips: ips }) => ips);
}
