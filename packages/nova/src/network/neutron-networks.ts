// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import {
  FixedIpAssociatedWithMultipleInstances,
  FixedIpNotFoundForAddress,
  NoPortOfProvider,
  NeutronClientException,
  SecurityGroupNotFound,
} from '../errors/network.js';
import { allocatePorts } from './allocate-ports.js';
import { buildNetworkInfo, type BuildSettings } from './build-network-info.js';
import { addAddress, removeAddress } from './fixed-ips.js';
import { networkInfoFrom, type NetworkInfo } from './network-info.js';
import type { NetworkResources } from './network-resources.js';
import type { Allocation, FoundServer, NetworkedServer, Networks, RequestedNetwork } from './networks.js';
import { NeutronFloatingIps } from './neutron-floating-ips.js';
import { NeutronNetworkList } from './neutron-network-list.js';
import { NeutronSecurityGroups } from './neutron-security-groups.js';
import type { NeutronSession, Resource } from './neutron-session.js';
import { updatePort } from './port-changes.js';
import { isNamed, validateRequested } from './requested-ports.js';
import { securityGroupIds } from './security-groups.js';
import { unbindPorts } from './unbind-ports.js';

/** Kinds of bindings that are none, whatever host they name: a message of neutron's was lost. */
const UNBOUND: ReadonlySet<string> = new Set(['unbound', 'binding_failed']);

export interface NeutronSettings extends BuildSettings {
  /** Name or id of the network that floating IPs are of where a request names none. */
  readonly defaultFloatingPool: string;
}

/** The network service over its API v2.0: neutron. */
export class NeutronNetworks implements Networks {
  readonly #session: NeutronSession;
  readonly #settings: NeutronSettings;
  readonly #resources: NetworkResources;
  readonly #logger: Logger;

  constructor(session: NeutronSession, settings: NeutronSettings, logger: Logger) {
    this.#session = session;
    this.#settings = settings;
    this.#resources = {
      networks: new NeutronNetworkList(session),
      floatingIps: new NeutronFloatingIps(session, settings.defaultFloatingPool),
      securityGroups: new NeutronSecurityGroups(session),
    };
    this.#logger = logger;
  }

  isThere(context: RequestContext): boolean {
    return this.#session.canAsk(context);
  }

  resources(): NetworkResources {
    return this.#resources;
  }

  validate(context: RequestContext, requested: readonly RequestedNetwork[] | null, count: number): Promise<number> {
    return validateRequested(this.#session, context, requested, count);
  }

  validateSecurityGroups(context: RequestContext, names: readonly string[]): Promise<readonly string[]> {
    // Upstream has neutronclient look names up here, whose words these are.
    const missing = (name: string): Error =>
      new SecurityGroupNotFound(name, `Unable to find security_group with name or id '${name}'`);
    return securityGroupIds(this.#session, context, context.projectId ?? '', names, missing);
  }

  async allocate(context: RequestContext, server: NetworkedServer, allocation: Allocation): Promise<NetworkInfo> {
    const allocated = await allocatePorts(this.#session, context, server, allocation, this.#logger);
    if (allocated.length === 0) return [];
    const ports = await this.#portsOf(context, server);
    const own = allocated.flatMap(({ id }) => ports.filter((port) => port.id === id));
    const taken = allocated.filter(({ isMade }) => !isMade).map(({ id }) => id);
    const preserved = new Set([...preservedOf(server), ...taken]);
    return buildNetworkInfo(this.#session, context, own, preserved, this.#settings);
  }

  async deallocate(
    context: RequestContext,
    server: NetworkedServer,
    requested: readonly RequestedNetwork[] | null = null,
  ): Promise<void> {
    const ports = await this.#session.list(context, 'user', 'ports', { device_id: server.uuid });
    const kept = new Set([
      ...preservedOf(server),
      ...(requested ?? []).flatMap(({ port_id: id }) => (isNamed(id) ? [id] : [])),
    ]);
    await unbindPorts(this.#session, context, [...kept], this.#logger);
    let failure: unknown;
    for (const { id } of ports)
      if (!kept.has(String(id)))
        await this.#deletePort(context, String(id)).catch((error: unknown) => {
          this.#logger.warning(`Failed to delete port ${String(id)} for instance ${server.uuid}: ${String(error)}`);
          failure ??= error;
        });
    if (failure !== undefined) throw failure as Error;
  }

  async deallocatePort(context: RequestContext, server: NetworkedServer, portId: string): Promise<NetworkInfo> {
    if (preservedOf(server).has(portId)) await unbindPorts(this.#session, context, [portId], this.#logger);
    else await this.#deletePort(context, portId);
    return networkInfoFrom(server.info_cache?.network_info).filter(({ id }) => id !== portId);
  }

  async networkInfo(context: RequestContext, server: NetworkedServer): Promise<NetworkInfo> {
    const known = networkInfoFrom(server.info_cache?.network_info).map(({ id }) => id);
    const rank = (port: Resource): number => {
      const index = known.indexOf(String(port.id));
      return index < 0 ? known.length : index;
    };
    const ports = [...(await this.#portsOf(context, server))].sort((a, b) => rank(a) - rank(b));
    return buildNetworkInfo(this.#session, context, ports, preservedOf(server), this.#settings);
  }

  async bindTo(context: RequestContext, server: NetworkedServer, host: string): Promise<void> {
    for (const port of await this.#portsOf(context, server)) {
      if (port['binding:host_id'] === host && !UNBOUND.has(String(port['binding:vif_type']))) continue;
      const { migrating_to: destination, ...profile } = (port['binding:profile'] ?? {}) as Resource;
      await updatePort(this.#session, context, String(port.id), {
        'binding:host_id': host,
        // A host may be in another zone than the last one was.
        device_owner: `compute:${server.availability_zone ?? 'None'}`,
        ...(destination === undefined ? {} : { 'binding:profile': profile }),
      });
    }
  }

  async addFixedIp(context: RequestContext, server: NetworkedServer, networkId: string): Promise<NetworkInfo> {
    await addAddress(this.#session, context, server, networkId, this.#logger);
    return this.networkInfo(context, server);
  }

  async removeFixedIp(context: RequestContext, server: NetworkedServer, address: string): Promise<NetworkInfo> {
    await removeAddress(this.#session, context, server, address);
    return this.networkInfo(context, server);
  }

  async serverOfAddress(context: RequestContext, address: string): Promise<string> {
    const ports = await this.#session.list(context, 'nova', 'ports', { fixed_ips: `ip_address=${address}` });
    const servers = ports.flatMap(({ device_id: id }) => (typeof id === 'string' && id !== '' ? [id] : []));
    const [first] = servers;
    if (first === undefined) throw new FixedIpNotFoundForAddress(address);
    if (servers.length > 1) throw new FixedIpAssociatedWithMultipleInstances(address);
    return first;
  }

  async serverBehindProvider(context: RequestContext, providerId: string, address: string): Promise<FoundServer> {
    const subnets = await this.#session.list(context, 'nova', 'subnets', {
      advanced_service_providers: providerId,
      fields: 'network_id',
    });
    if (subnets.length === 0) throw new NoPortOfProvider(`Could not find any subnets for provider ${providerId}`);
    const ports = await this.#session.list(
      context,
      'nova',
      'ports',
      { fixed_ips: `ip_address=${address}`, fields: ['device_id', 'tenant_id'] },
      ['network_id', subnets.map(({ network_id: id }) => String(id))],
    );
    const [port] = ports;
    if (port === undefined || ports.length > 1)
      throw new NoPortOfProvider(
        `Expected a single port matching provider ${providerId} and IP ${address}. Found ${ports.length}.`,
      );
    return { uuid: String(port.device_id), projectId: String(port.tenant_id) };
  }

  #portsOf(context: RequestContext, server: NetworkedServer): Promise<readonly Resource[]> {
    return this.#session.list(context, 'nova', 'ports', {
      device_id: server.uuid,
      ...(server.project_id === null ? {} : { tenant_id: server.project_id }),
    });
  }

  /** No error where it is gone. */
  async #deletePort(context: RequestContext, id: string): Promise<void> {
    try {
      await this.#session.delete(context, 'user', `/ports/${encodeURIComponent(id)}`);
    } catch (error) {
      if (!(error instanceof NeutronClientException && error.code === 404)) throw error;
      this.#logger.warning(`Port ${id} does not exist`);
    }
  }
}

/** Ports that nova did not make, as the server's cache remembers. */
function preservedOf(server: NetworkedServer): ReadonlySet<string> {
  const ports = networkInfoFrom(server.info_cache?.network_info);
  return new Set(ports.filter(({ preserve_on_delete: isKept }) => isKept).map(({ id }) => id));
}
