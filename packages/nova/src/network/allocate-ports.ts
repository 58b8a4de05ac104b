// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { InvalidInput } from '../errors/base.js';
import {
  ExternalNetworkAttachForbidden,
  InterfaceAttachFailedNoNetwork,
  NetworkAmbiguous,
  NetworkNotFound,
  PortInUse,
  PortNotUsable,
  PortNotUsableDNS,
  SecurityGroupCannotBeApplied,
} from '../errors/network.js';
import { isOnly, type Allocation, type NetworkedServer, type RequestedNetwork } from './networks.js';
import type { NeutronSession, Resource } from './neutron-session.js';
import { createPort, updatePort } from './port-changes.js';
import { availableNetworks, checkBinding, isNamed, showPort } from './requested-ports.js';
import { securityGroupIds } from './security-groups.js';
import { hasDnsIntegration, unbindPorts } from './unbind-ports.js';
import { isFilled } from './port-changes.js';

/** A port that a server got. */
export interface AllocatedPort {
  readonly id: string;
  /** Whether nova made it, or the user did. */
  readonly isMade: boolean;
}

interface Wanted {
  readonly network: Resource;
  readonly port: Resource | undefined;
  readonly address: string | null;
}

/**
 * Makes and binds the ports of a server (nova 26, network/neutron.py, allocate_for_instance). Where it rejects, those it made
 * are deleted and the others let go.
 * @returns them in the order of the request
 */
export async function allocatePorts(
  session: NeutronSession,
  context: RequestContext,
  server: NetworkedServer,
  allocation: Allocation,
  logger: Logger,
): Promise<readonly AllocatedPort[]> {
  const { requested, host } = allocation;
  if (isOnly('none', requested)) return [];
  const projectId = server.project_id ?? '';
  if (projectId === '') throw new InvalidInput(`empty project id for instance ${server.uuid}`);
  const wanted = await wantedPorts(session, context, server, allocation);
  if (wanted.length === 0) return [];
  const groups = await securityGroupIds(session, context, projectId, allocation.securityGroups);
  const namesGuests = await hasDnsIntegration(session, context);
  const made: string[] = [];
  const taken: string[] = [];
  try {
    const ports: { readonly id: string; readonly wanted: Wanted }[] = [];
    for (const one of wanted) {
      checkGroups(one.network, groups);
      if (one.port !== undefined) {
        ports.push({ id: String(one.port.id), wanted: one });
        continue;
      }
      const id = await createPort(session, context, server, String(one.network.id), one.address, groups);
      made.push(id);
      ports.push({ id, wanted: one });
    }
    for (const { id, wanted: one } of ports) {
      if (one.port !== undefined) taken.push(id);
      const profile = one.port?.['binding:profile'];
      const domain = one.network.dns_domain;
      await updatePort(session, context, id, {
        device_id: server.uuid,
        device_owner: `compute:${server.availability_zone ?? 'None'}`,
        'binding:host_id': host,
        ...(isFilled(profile) ? { 'binding:profile': profile } : {}),
        ...(namesGuests && (domain === undefined || domain === null || domain === '')
          ? { dns_name: server.hostname }
          : {}),
      });
    }
    return ports.map(({ id, wanted: { port } }) => ({ id, isMade: port === undefined }));
  } catch (error) {
    await unbindPorts(session, context, taken, logger);
    for (const id of made)
      await session.delete(context, 'user', `/ports/${encodeURIComponent(id)}`).catch((failure: unknown) => {
        logger.warning(`Failed to delete port ${id} while cleaning up after an error: ${String(failure)}`);
      });
    throw error;
  }
}

/** Ports to make and to take, with their networks. */
async function wantedPorts(
  session: NeutronSession,
  context: RequestContext,
  server: NetworkedServer,
  { requested, mayAttachExternal = context.isAdmin }: Allocation,
): Promise<readonly Wanted[]> {
  const isAuto = isOnly('auto', requested);
  const named = isAuto ? [] : (requested ?? []);
  const ports = new Map<string, Resource>();
  for (const { port_id: id } of named)
    if (isNamed(id)) ports.set(id, checkUsable(await showPort(session, context, 'nova', id), id, server));
  const requests = named.flatMap((request) => {
    const port = isNamed(request.port_id) ? ports.get(request.port_id) : undefined;
    const networkId = port === undefined ? request.network_id : String(port.network_id);
    return isNamed(networkId) ? [{ networkId, port, address: request.address ?? null }] : [];
  });
  const projectId = server.project_id ?? '';
  const ids = requests.map(({ networkId }) => networkId);
  let networks = await availableNetworks(session, context, projectId, ids, isAuto);
  if (networks.length === 0) {
    if (requested === null || requested.length === 0) return [];
    if (isAuto) networks = [await autoAllocatedNetwork(session, context, projectId)];
    const lost = requests.find(({ port }) => port === undefined);
    if (lost !== undefined) throw new NetworkNotFound(lost.networkId);
  }
  let wanted: readonly Wanted[];
  if (isAuto || namesNothing(requested)) {
    const [network, other] = networks;
    if (network === undefined) throw new InterfaceAttachFailedNoNetwork(projectId);
    if (other !== undefined) throw new NetworkAmbiguous();
    wanted = [{ network, port: undefined, address: null }];
  } else {
    const known = new Map(networks.map((network) => [String(network.id), network]));
    wanted = requests.flatMap(({ networkId, port, address }) => {
      const network = known.get(networkId);
      return network === undefined ? [] : [{ network, port, address }];
    });
  }
  if (!mayAttachExternal)
    for (const network of networks)
      if (network['router:external'] === true && network.shared !== true)
        throw new ExternalNetworkAttachForbidden(String(network.id));
  return wanted;
}

/** Nothing, or one request that says nothing. */
function namesNothing(requested: readonly RequestedNetwork[] | null): boolean {
  if (requested === null || requested.length === 0) return true;
  const [only, another] = requested;
  return another === undefined && !isNamed(only?.network_id) && !isNamed(only?.port_id) && !isNamed(only?.address);
}

function checkUsable(port: Resource, id: string, server: NetworkedServer): Resource {
  if (port.tenant_id !== server.project_id) throw new PortNotUsable(id, server.uuid);
  if (typeof port.device_id === 'string' && port.device_id !== '') throw new PortInUse(id);
  const { dns_name: name } = port;
  if (typeof name === 'string' && name !== '' && name !== server.hostname)
    throw new PortNotUsableDNS(id, server.uuid, name, server.hostname ?? '');
  return checkBinding(port);
}

/** Groups need addresses and a network that lets them work. */
function checkGroups(network: Resource, groups: readonly string[]): void {
  const hasSubnets = Array.isArray(network.subnets) && network.subnets.length > 0;
  const isSecured = network.port_security_enabled !== false;
  if (isSecured ? !hasSubnets : groups.length > 0) throw new SecurityGroupCannotBeApplied();
}

async function autoAllocatedNetwork(
  session: NeutronSession,
  context: RequestContext,
  projectId: string,
): Promise<Resource> {
  const { auto_allocated_topology: topology } = await session.get(
    context,
    'user',
    `/auto-allocated-topology/${encodeURIComponent(projectId)}`,
  );
  const id = String((topology as Resource).id);
  const { network } = await session.get(context, 'user', `/networks/${encodeURIComponent(id)}`);
  return network as Resource;
}
