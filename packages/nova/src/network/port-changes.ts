// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import {
  FixedIpAlreadyInUse,
  FixedIpInvalidOnHost,
  InvalidFixedIp,
  NetworksWithQoSPolicyNotSupported,
  NeutronClientException,
  NoMoreFixedIps,
  PortLimitExceeded,
} from '../errors/network.js';
import type { NetworkedServer } from './networks.js';
import type { NeutronSession, Resource } from './neutron-session.js';
import { checkBinding } from './requested-ports.js';

/**
 * Makes a port that is the server's from its first moment on, so that nobody else takes it. @returns its id.
 * Rejects with `InvalidFixedIp`, `FixedIpAlreadyInUse`, `NoMoreFixedIps`, `PortLimitExceeded`, `PortBindingFailed`.
 */
export async function createPort(
  session: NeutronSession,
  context: RequestContext,
  server: NetworkedServer,
  networkId: string,
  address: string | null,
  securityGroups: readonly string[],
): Promise<string> {
  let port: Resource;
  try {
    const answer = await session.post(context, 'user', '/ports', {
      port: {
        device_id: server.uuid,
        network_id: networkId,
        admin_state_up: true,
        tenant_id: server.project_id,
        ...(address === null || address === '' ? {} : { fixed_ips: [{ ip_address: address }] }),
        ...(securityGroups.length === 0 ? {} : { security_groups: securityGroups }),
      },
    });
    port = answer.port as Resource;
  } catch (error) {
    throw refusedPort(error, networkId, address ?? '');
  }
  const id = String(port.id);
  try {
    // Bandwidth would have to be claimed in Placement before a host was chosen.
    if (isFilled(port.resource_request)) throw new NetworksWithQoSPolicyNotSupported(server.uuid, networkId);
    checkBinding(port);
  } catch (error) {
    await session.delete(context, 'user', `/ports/${encodeURIComponent(id)}`);
    throw error;
  }
  return id;
}

/** Rejects with `PortBindingFailed`, `FixedIpInvalidOnHost`. */
export async function updatePort(
  session: NeutronSession,
  context: RequestContext,
  id: string,
  changes: Resource,
): Promise<void> {
  try {
    const { port } = await session.put(context, 'nova', `/ports/${encodeURIComponent(id)}`, { port: changes });
    checkBinding(port as Resource);
  } catch (error) {
    if (error instanceof NeutronClientException && error.kind === 'HostNotCompatibleWithFixedIps')
      throw new FixedIpInvalidOnHost(id);
    throw error;
  }
}

function refusedPort(error: unknown, networkId: string, address: string): unknown {
  if (!(error instanceof NeutronClientException)) return error;
  if (error.kind === 'InvalidIpForNetwork') return new InvalidFixedIp(address, networkId);
  if (error.kind === 'IpAddressInUse' || error.kind === 'IpAddressAlreadyAllocated')
    return new FixedIpAlreadyInUse(`Fixed IP ${address} is already in use.`);
  if (error.kind === 'OverQuota') return new PortLimitExceeded();
  if (error.kind === 'IpAddressGenerationFailure') return new NoMoreFixedIps(networkId);
  return error;
}

/** Whether there is anything in it. */
export function isFilled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
