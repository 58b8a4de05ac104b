// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { NeutronSession, Resource } from './neutron-session.js';

/** What a binding's profile has of the host that the port was on. */
const OF_THE_HOST = new Set([
  'pci_vendor_info',
  'pci_slot',
  'allocation',
  'arq_uuid',
  'physical_network',
  'card_serial_number',
  'vf_num',
  'pf_mac_address',
  'device_mac_address',
]);

/** Lets go of ports that somebody else made. What goes wrong is logged: the server is going all the same. */
export async function unbindPorts(
  session: NeutronSession,
  context: RequestContext,
  ids: readonly string[],
  logger: Logger,
): Promise<void> {
  if (ids.length === 0) return;
  try {
    const ports = await session.list(context, 'nova', 'ports', {}, ['id', ids]);
    const networks = await session.list(context, 'nova', 'networks', {}, [
      'id',
      ports.map(({ network_id: id }) => String(id)),
    ]);
    const domains = new Map(networks.map(({ id, dns_domain: domain }) => [id, domain]));
    const namesGuests = await hasDnsIntegration(session, context);
    for (const port of ports) {
      const domain = domains.get(port.network_id);
      await session
        .put(context, 'nova', `/ports/${encodeURIComponent(String(port.id))}`, {
          port: {
            device_id: '',
            device_owner: '',
            'binding:host_id': null,
            'binding:profile': profileWithoutHost(port['binding:profile']),
            ...(namesGuests && (domain === undefined || domain === null || domain === '') ? { dns_name: '' } : {}),
          },
        })
        .catch((error: unknown) => logger.error(`Unable to clear device ID for port '${String(port.id)}'`, error));
    }
  } catch (error) {
    logger.error(`Unable to clear device IDs of ports ${ids.join(', ')}`, error);
  }
}

/** Whether neutron gives names to what has a port. */
export async function hasDnsIntegration(session: NeutronSession, context: RequestContext): Promise<boolean> {
  const extensions = await session.list(context, 'user', 'extensions', {});
  return extensions.some(({ alias }) => alias === 'dns-integration');
}

function profileWithoutHost(profile: unknown): Resource {
  if (typeof profile !== 'object' || profile === null) return {};
  return Object.fromEntries(Object.entries(profile).filter(([name]) => !OF_THE_HOST.has(name)));
}
