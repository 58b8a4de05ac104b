// SPDX-License-Identifier: Apache-2.0
import { isIP } from 'node:net';
import type { RequestContext } from '@stackport/context';
import { isInside } from './cidr.js';
import type { FixedIp, Ip, Network, NetworkInfo, Subnet, Vif } from './network-info.js';
import type { NeutronSession, Resource } from './neutron-session.js';

/** Characters that names of devices have at most. */
const NAME_LENGTH = 14;
/** Networks whose ports go through tunnels between hosts. */
const TUNNELS = ['vxlan', 'gre', 'geneve'];

export interface BuildSettings {
  /** `[neutron] ovs_bridge` */
  readonly ovsBridge: string;
}

/** What belongs to the ports of one server: a question for each kind of thing. */
interface Surroundings {
  readonly networks: ReadonlyMap<string, Resource>;
  readonly subnets: readonly Resource[];
  readonly dhcpPorts: readonly Resource[];
  readonly floatingIps: readonly Resource[];
}

/**
 * A server's ports in upstream's model, in the order given (nova 26, network/neutron.py, _build_network_info_model).
 * @param preserved - ids of ports that nova did not make
 */
export async function buildNetworkInfo(
  session: NeutronSession,
  context: RequestContext,
  ports: readonly Resource[],
  preserved: ReadonlySet<string>,
  settings: BuildSettings,
): Promise<NetworkInfo> {
  const networkIds = ports.map(({ network_id: id }) => String(id));
  const subnetIds = ports.flatMap((port) => fixedIpsIn(port).map(({ subnet_id: id }) => String(id)));
  const portIds = ports.map(({ id }) => String(id));
  const [networks, subnets, dhcpPorts, floatingIps] = await Promise.all([
    session.list(context, 'nova', 'networks', {}, ['id', networkIds]),
    session.list(context, 'nova', 'subnets', {}, ['id', subnetIds]),
    session.list(context, 'nova', 'ports', { device_owner: 'network:dhcp' }, ['network_id', networkIds]),
    session.list(context, 'nova', 'floatingips', {}, ['port_id', portIds]),
  ]);
  const around: Surroundings = {
    networks: new Map(networks.map((network) => [String(network.id), network])),
    subnets,
    dhcpPorts,
    floatingIps,
  };
  return ports.map((port) => vifOf(port, around, preserved.has(String(port.id)), settings));
}

function vifOf(port: Resource, around: Surroundings, isPreserved: boolean, settings: BuildSettings): Vif {
  const id = String(port.id);
  const type = textOrNull(port['binding:vif_type']);
  const { bridge, interfaceId, shouldCreate } = bridgeOf(port, type, settings);
  return {
    id,
    address: textOrNull(port.mac_address),
    network: networkOf(port, around, bridge, shouldCreate),
    type,
    details: objectOf(port['binding:vif_details']),
    devname: `tap${id}`.slice(0, NAME_LENGTH),
    ovs_interfaceid: interfaceId,
    qbh_params: null,
    qbg_params: null,
    active: port.admin_state_up === false || port.status === 'ACTIVE',
    vnic_type: textOrNull(port['binding:vnic_type']) ?? 'normal',
    profile: objectOf(port['binding:profile']),
    preserve_on_delete: isPreserved,
    delegate_create: true,
    meta: {},
  };
}

function networkOf(port: Resource, around: Surroundings, bridge: string | null, shouldCreate: boolean): Network {
  const id = String(port.network_id);
  const network: Resource = around.networks.get(id) ?? {};
  const fixed = fixedIpsIn(port).map((one) => fixedIpOf(port, String(one.ip_address), around.floatingIps));
  const subnetIds = new Set(fixedIpsIn(port).map(({ subnet_id: one }) => String(one)));
  return {
    id,
    bridge,
    label: textOrNull(network.name),
    subnets: around.subnets
      .filter((subnet) => subnetIds.has(String(subnet.id)))
      .map((subnet) => subnetOf(subnet, fixed, around.dhcpPorts)),
    meta: {
      injected: false,
      tenant_id: network.tenant_id ?? port.tenant_id ?? null,
      mtu: network.mtu ?? null,
      physical_network: network['provider:physical_network'] ?? null,
      tunneled: TUNNELS.includes(String(network['provider:network_type'])),
    },
    ...(shouldCreate ? { should_create_bridge: true } : {}),
  };
}

/** What the port is plugged into, by the kind of its binding. */
function bridgeOf(
  port: Resource,
  type: string | null,
  { ovsBridge }: BuildSettings,
): { readonly bridge: string | null; readonly interfaceId: string | null; readonly shouldCreate: boolean } {
  const details = objectOf(port['binding:vif_details']);
  const named = textOrNull(details.bridge_name);
  const own = `brq${String(port.network_id)}`;
  const isVhostOvs = type === 'vhostuser' && details.vhostuser_ovs_plug === true;
  if (type === 'ovs' || type === 'agilio_ovs' || isVhostOvs)
    return {
      bridge: (named ?? ovsBridge).slice(0, NAME_LENGTH),
      interfaceId: String(port.id),
      shouldCreate: false,
    };
  if (type === 'bridge') return { bridge: (named ?? own).slice(0, NAME_LENGTH), interfaceId: null, shouldCreate: true };
  // The name of a distributed switch's port group is not cut.
  if (type === 'dvs') return { bridge: String(port.network_id), interfaceId: null, shouldCreate: false };
  if (type === 'vhostuser' && details.vhostuser_fp_plug === true)
    return { bridge: (named ?? own).slice(0, NAME_LENGTH), interfaceId: null, shouldCreate: false };
  return { bridge: null, interfaceId: null, shouldCreate: false };
}

function subnetOf(subnet: Resource, fixed: readonly FixedIp[], dhcpPorts: readonly Resource[]): Subnet {
  const cidr = String(subnet.cidr);
  const gateway = textOrNull(subnet.gateway_ip);
  const served = dhcpPorts.flatMap(fixedIpsIn).find(({ subnet_id: id }) => id === subnet.id)?.ip_address;
  // Served by somebody neutron does not know of, the gateway stands for whoever it is.
  const dhcp = served ?? (subnet.enable_dhcp === true ? gateway : undefined);
  const mode = textOrNull(subnet.ipv6_address_mode);
  return {
    cidr,
    dns: texts(subnet.dns_nameservers).map((address) => ip(address, 'dns')),
    gateway: ip(gateway, 'gateway'),
    ips: fixed.filter(({ address }) => address !== null && isInside(address, cidr)),
    routes: resources(subnet.host_routes).map((route) => ({
      cidr: String(route.destination),
      gateway: ip(textOrNull(route.nexthop), 'gateway'),
      interface: null,
      meta: {},
    })),
    version: cidr.includes(':') ? 6 : 4,
    meta: {
      ...(mode === null ? {} : { ipv6_address_mode: mode }),
      ...(dhcp === undefined || dhcp === null ? {} : { dhcp_server: dhcp }),
    },
  };
}

function fixedIpOf(port: Resource, address: string, floatingIps: readonly Resource[]): FixedIp {
  const floating = floatingIps.filter((one) => one.port_id === port.id && one.fixed_ip_address === address);
  return {
    ...ip(address, 'fixed'),
    floating_ips: floating.map(({ floating_ip_address: one }) => ip(textOrNull(one), 'floating')),
  };
}

function ip(address: string | null, type: Ip['type']): Ip {
  const version = isIP(address ?? '');
  return { address, type, version: version === 4 || version === 6 ? version : null, meta: {} };
}

function fixedIpsIn(port: Resource): readonly Resource[] {
  return resources(port.fixed_ips);
}

function resources(value: unknown): readonly Resource[] {
  return Array.isArray(value) ? (value as readonly Resource[]) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function objectOf(value: unknown): Resource {
  return typeof value === 'object' && value !== null ? (value as Resource) : {};
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
