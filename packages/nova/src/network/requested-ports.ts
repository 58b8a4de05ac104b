// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { NovaError } from '../errors/base.js';
import {
  FixedIpAlreadyInUse,
  NetworkAmbiguous,
  NetworkNotFound,
  NetworkRequiresSubnet,
  NeutronClientException,
  PortBindingFailed,
  PortInUse,
  PortLimitExceeded,
  PortNotFound,
  PortRequiresFixedIP,
  UnableToAutoAllocateNetwork,
} from '../errors/network.js';
import { isOnly, type RequestedNetwork } from './networks.js';
import type { NeutronSession, Resource, Who } from './neutron-session.js';

/** Neutron does not show a port, for another reason than that it is not there. */
class PortNotAccessible extends NovaError {}

/** Rejects with `PortNotFound`. */
export async function showPort(
  session: NeutronSession,
  context: RequestContext,
  who: Who,
  id: string,
): Promise<Resource> {
  try {
    const { port } = await session.get(context, who, `/ports/${encodeURIComponent(id)}`);
    return port as Resource;
  } catch (error) {
    if (!(error instanceof NeutronClientException) || error.code === 0) throw error;
    if (error.code === 404) throw new PortNotFound(id);
    throw new PortNotAccessible(`Failed to access port ${id}: ${error.message}`, { cause: error });
  }
}

/** Throws `PortBindingFailed`. */
export function checkBinding(port: Resource): Resource {
  if (port['binding:vif_type'] === 'binding_failed') throw new PortBindingFailed(String(port.id));
  return port;
}

/**
 * Networks that a project can use: those named, or its own and the shared ones.
 * @param isReady - whether only those that are up count
 */
export async function availableNetworks(
  session: NeutronSession,
  context: RequestContext,
  projectId: string,
  ids: readonly string[],
  isReady = false,
): Promise<readonly Resource[]> {
  if (ids.length > 0) {
    const found = await session.list(context, 'user', 'networks', {}, ['id', ids]);
    const rank = new Map(ids.map((id, index) => [id, index]));
    return [...found].sort((a, b) => (rank.get(String(a.id)) ?? 0) - (rank.get(String(b.id)) ?? 0));
  }
  const [own, shared] = await Promise.all([
    session.list(context, 'user', 'networks', {
      tenant_id: projectId,
      shared: 'False',
      ...(isReady ? { admin_state_up: 'True' } : {}),
    }),
    session.list(context, 'user', 'networks', { shared: 'True' }),
  ]);
  return [...own, ...shared];
}

/**
 * Checks what new servers ask for, before there is one (nova 26, network/neutron.py, validate_networks).
 * @returns how many of them there can be ports for
 */
export async function validateRequested(
  session: NeutronSession,
  context: RequestContext,
  requested: readonly RequestedNetwork[] | null,
  count: number,
): Promise<number> {
  const projectId = context.projectId ?? '';
  if (isOnly('none', requested)) return count;
  const each = await newPortsOfEach(session, context, projectId, requested);
  if (each === 0) return count;
  const { quota } = (await session.get(context, 'user', `/quotas/${encodeURIComponent(projectId)}`)) as {
    readonly quota?: { readonly port?: number };
  };
  const limit = quota?.port ?? -1;
  if (limit === -1) return count;
  const { length: used } = await session.list(context, 'user', 'ports', { tenant_id: projectId, fields: 'id' });
  if (used > limit) throw new PortLimitExceeded(`The number of defined ports: ${used} is over the limit: ${limit}`);
  return Math.min(count, Math.floor((limit - used) / each));
}

/** How many ports nova will have to make for each server. */
async function newPortsOfEach(
  session: NeutronSession,
  context: RequestContext,
  projectId: string,
  requested: readonly RequestedNetwork[] | null,
): Promise<number> {
  const isAuto = isOnly('auto', requested);
  if (requested === null || requested.length === 0 || isAuto) {
    const networks = await availableNetworks(session, context, projectId, []);
    if (networks.length > 1) throw new NetworkAmbiguous();
    if (networks.length === 0 && isAuto) await checkAutoAllocation(session, context, projectId);
    return 1;
  }
  for (const { port_id: id } of requested) if (isNamed(id)) await checkUnused(session, context, id);
  const unmade = requested.filter(({ port_id: id }) => !isNamed(id));
  for (const { network_id: network, address } of unmade)
    if (isNamed(network) && isNamed(address)) await checkAddress(session, context, network, address);
  const ids = unmade.flatMap(({ network_id: id }) => (isNamed(id) ? [id] : []));
  if (ids.length > 0) {
    const networks = await availableNetworks(session, context, projectId, ids);
    for (const network of networks)
      if (!Array.isArray(network.subnets) || network.subnets.length === 0)
        throw new NetworkRequiresSubnet(String(network.id));
    const known = new Set(networks.map(({ id }) => String(id)));
    const lost = [...new Set(ids)].filter((id) => !known.has(id));
    if (lost.length > 0) throw new NetworkNotFound(lost.join(', '));
  }
  return unmade.length;
}

async function checkUnused(session: NeutronSession, context: RequestContext, id: string): Promise<void> {
  const port = await showPort(session, context, 'user', id);
  if (typeof port.device_id === 'string' && port.device_id !== '') throw new PortInUse(id);
  // One that gets its address with its host, or never.
  if (port.ip_allocation === 'deferred' || port.ip_allocation === 'none') return;
  if (!Array.isArray(port.fixed_ips) || port.fixed_ips.length === 0) throw new PortRequiresFixedIP(id);
}

async function checkAddress(
  session: NeutronSession,
  context: RequestContext,
  networkId: string,
  address: string,
): Promise<void> {
  const [port] = await session.list(context, 'user', 'ports', {
    network_id: networkId,
    fixed_ips: `ip_address=${address}`,
    fields: 'device_id',
  });
  if (port === undefined) return;
  throw new FixedIpAlreadyInUse(`Fixed IP address ${address} is already in use on instance ${String(port.device_id)}.`);
}

async function checkAutoAllocation(session: NeutronSession, context: RequestContext, projectId: string): Promise<void> {
  try {
    await session.get(context, 'user', `/auto-allocated-topology/${encodeURIComponent(projectId)}`, {
      fields: 'dry-run',
    });
  } catch (error) {
    if (error instanceof NeutronClientException && error.code === 409) throw new UnableToAutoAllocateNetwork(projectId);
    throw error;
  }
}

export function isNamed(value: string | null | undefined): value is string {
  return value !== null && value !== undefined && value !== '';
}
