// SPDX-License-Identifier: Apache-2.0
import { serverNetworks, type ServerNetwork } from '../../../servers/addresses.js';
import type { InstanceValues } from '../../../instances/instance.js';

/** The addresses of a server by the names of its networks. @param isWhole - with their types and the ports' own addresses */
export function addressesView(instance: InstanceValues, isWhole: boolean): Record<string, unknown> {
  return Object.fromEntries(serverNetworks(instance).map((network) => [network.label, networkView(network, isWhole)]));
}

/** Those in one network. */
export function networkView({ addresses }: ServerNetwork, isWhole: boolean): readonly Record<string, unknown>[] {
  return addresses.map(({ version, address, type, macAddress }) => ({
    version,
    addr: address,
    ...(isWhole ? { 'OS-EXT-IPS:type': type, 'OS-EXT-IPS-MAC:mac_addr': macAddress } : {}),
  }));
}
