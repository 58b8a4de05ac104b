// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { FixedIpNotFoundForInstance, NetworkNotFoundForInstance } from '../errors/network.js';
import type { NetworkedServer } from './networks.js';
import type { NeutronSession, Resource } from './neutron-session.js';

/**
 * Gives one of a server's ports in a network one more address, of the first subnet that has one left (nova 26,
 * network/neutron.py, add_fixed_ip_to_instance). Rejects with `NetworkNotFoundForInstance`.
 */
export async function addAddress(
  session: NeutronSession,
  context: RequestContext,
  server: NetworkedServer,
  networkId: string,
  logger: Logger,
): Promise<void> {
  const subnets = await session.list(context, 'user', 'subnets', { network_id: networkId });
  const ports = await session.list(context, 'user', 'ports', { ...ownerOf(server), network_id: networkId });
  for (const port of ports)
    for (const { id: subnet_id } of subnets)
      try {
        await setAddresses(session, context, port, [...addressesOf(port), { subnet_id }]);
        return;
      } catch (error) {
        logger.debug(`Unable to update port ${String(port.id)} on subnet ${String(subnet_id)}: ${String(error)}`);
      }
  throw new NetworkNotFoundForInstance(server.uuid);
}

/** Takes an address from the port of a server that has it. Rejects with `FixedIpNotFoundForInstance` where none has. */
export async function removeAddress(
  session: NeutronSession,
  context: RequestContext,
  server: NetworkedServer,
  address: string,
): Promise<void> {
  const [port] = await session.list(context, 'user', 'ports', {
    ...ownerOf(server),
    fixed_ips: `ip_address=${address}`,
  });
  if (port === undefined) throw new FixedIpNotFoundForInstance(server.uuid, address);
  await setAddresses(
    session,
    context,
    port,
    addressesOf(port).filter(({ ip_address: one }) => one !== address),
  );
}

async function setAddresses(
  session: NeutronSession,
  context: RequestContext,
  { id }: Resource,
  fixed_ips: readonly Resource[],
): Promise<void> {
  await session.put(context, 'user', `/ports/${encodeURIComponent(String(id))}`, { port: { fixed_ips } });
}

function ownerOf({ uuid, availability_zone: zone }: NetworkedServer): Readonly<Record<string, string>> {
  return { device_id: uuid, device_owner: `compute:${zone ?? 'None'}` };
}

function addressesOf({ fixed_ips: addresses }: Resource): readonly Resource[] {
  return Array.isArray(addresses) ? (addresses as readonly Resource[]) : [];
}
