// SPDX-License-Identifier: Apache-2.0
import type { ListedNetwork } from '../../../network/network-resources.js';

/** What nova once knew of its own networks. The network service has all of it elsewhere, so that nothing is said here. */
const EMPTY = ['cidr', 'netmask', 'gateway', 'broadcast', 'dns1', 'dns2', 'cidr_v6', 'gateway_v6', 'netmask_v6'];
const EMPTY_FOR_ADMIN = [
  ...['created_at', 'updated_at', 'deleted_at', 'deleted', 'injected', 'bridge', 'vlan', 'vpn_public_address'],
  ...['vpn_public_port', 'vpn_private_address', 'dhcp_start', 'project_id', 'host', 'bridge_interface', 'multi_host'],
  ...['priority', 'rxtx_base', 'mtu', 'dhcp_server', 'enable_dhcp', 'share_address'],
];

export function networkView({ id, name }: ListedNetwork, isAdmin: boolean): Record<string, unknown> {
  const empty = isAdmin ? [...EMPTY, ...EMPTY_FOR_ADMIN] : EMPTY;
  return { id, label: name, ...Object.fromEntries(empty.map((field) => [field, null])) };
}
