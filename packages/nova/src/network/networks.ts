// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { InstanceValues } from '../instances/instance.js';
import type { NetworkInfo } from './network-info.js';
import type { NetworkResources } from './network-resources.js';

/** Values of upstream's NetworkRequest: what a request names, each of it where it names it. */
export interface RequestedNetwork {
  /** An id, or `auto` or `none` where it is the only one of a request. */
  readonly network_id?: string | null;
  readonly port_id?: string | null;
  /** The fixed address that a new port is to have. */
  readonly address?: string | null;
  readonly tag?: string | null;
}

/** What of a server the network service is told. */
export type NetworkedServer = Pick<
  InstanceValues,
  'uuid' | 'project_id' | 'hostname' | 'availability_zone' | 'info_cache'
>;

export interface Allocation {
  /** Null and none at all are a request that names no network. */
  readonly requested: readonly RequestedNetwork[] | null;
  /** Names or ids; for ports that are made. */
  readonly securityGroups: readonly string[];
  /** Where the server will run. */
  readonly host: string | null;
  /** Whether the policy lets the caller use external networks that are not shared; an administrator by default. */
  readonly mayAttachExternal?: boolean;
}

/** The network service as nova asks it (nova 26, network/neutron.py and network/security_group_api.py). */
export interface Networks {
  /** Whether there is a network service that a caller can ask: one with a token, or for whom nova has credentials of its own. */
  isThere(context: RequestContext): boolean;
  /**
   * Checks what a new server asks for. Rejects with the errors of `errors/network.ts`, also where there is no network
   * service and something is named.
   * @param count - servers that are wanted
   * @returns how many of them there can be ports for
   */
  validate(context: RequestContext, requested: readonly RequestedNetwork[] | null, count: number): Promise<number>;
  /** @returns the ids of groups that are named. Rejects with `SecurityGroupNotFound`, `NoUniqueMatch`, `NoNetworkService`. */
  validateSecurityGroups(context: RequestContext, names: readonly string[]): Promise<readonly string[]>;
  /** Makes the ports of a server, or some more of them, and binds them to its host. @returns those */
  allocate(context: RequestContext, server: NetworkedServer, allocation: Allocation): Promise<NetworkInfo>;
  /** Deletes a server's ports, but for those that somebody else made, which are let go. */
  deallocate(
    context: RequestContext,
    server: NetworkedServer,
    requested?: readonly RequestedNetwork[] | null,
  ): Promise<void>;
  /** The same of one port. @returns the ports that stay */
  deallocatePort(context: RequestContext, server: NetworkedServer, portId: string): Promise<NetworkInfo>;
  /** A server's ports as they are now, in the order in which it has them. */
  networkInfo(context: RequestContext, server: NetworkedServer): Promise<NetworkInfo>;
  /** Binds a server's ports to another host. */
  bindTo(context: RequestContext, server: NetworkedServer, host: string): Promise<void>;
  /**
   * Gives the first port that a server has in a network one more address there. Rejects with
   * `NetworkNotFoundForInstance`. @returns the server's ports as they are then
   */
  addFixedIp(context: RequestContext, server: NetworkedServer, networkId: string): Promise<NetworkInfo>;
  /** Takes an address from the port that has it. @returns the server's ports as they are then */
  removeFixedIp(context: RequestContext, server: NetworkedServer, address: string): Promise<NetworkInfo>;
  /** What the service has beside servers' ports, as the caller may see and change it. */
  resources(context: RequestContext): NetworkResources;
  /**
   * The server with that address. Rejects with `FixedIpNotFoundForAddress`, with `FixedIpAssociatedWithMultipleInstances`
   * where networks overlap.
   */
  serverOfAddress(context: RequestContext, address: string): Promise<string>;
  /**
   * The server with that address on a network that a metadata provider serves: a load balancer between guests and nova.
   * Rejects with `NoPortOfProvider`.
   */
  serverBehindProvider(context: RequestContext, providerId: string, address: string): Promise<FoundServer>;
}

/** Injection token. */
export const NETWORKS = Symbol('nova:networks');

export interface FoundServer {
  readonly uuid: string;
  readonly projectId: string;
}

/** Whether a request is for no ports at all, or for those of a network that is made for the project. */
export function isOnly(word: 'none' | 'auto', requested: readonly RequestedNetwork[] | null): boolean {
  return requested?.length === 1 && requested[0]?.network_id === word;
}
