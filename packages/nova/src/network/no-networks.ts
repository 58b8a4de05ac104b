// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { FixedIpNotFoundForAddress, NoNetworkService, NoPortOfProvider } from '../errors/network.js';
import type { NetworkInfo } from './network-info.js';
import type { NetworkResources } from './network-resources.js';
import type { Allocation, FoundServer, NetworkedServer, Networks, RequestedNetwork } from './networks.js';
import { noNetworkResources } from './no-network-resources.js';

const DEFAULT_GROUP = 'default';

/** A cloud without a network service: servers have no ports, and whoever names one is told so. */
export class NoNetworks implements Networks {
  readonly #resources = noNetworkResources();

  isThere(): boolean {
    return false;
  }

  resources(): NetworkResources {
    return this.#resources;
  }

  validate(_context: RequestContext, requested: readonly RequestedNetwork[] | null, count: number): Promise<number> {
    return answer(() => {
      checkNothingNamed(requested);
      return count;
    });
  }

  validateSecurityGroups(_context: RequestContext, names: readonly string[]): Promise<readonly string[]> {
    return answer(() => {
      const named = names.find((name) => name !== DEFAULT_GROUP);
      if (named !== undefined) throw new NoNetworkService(`Security group ${named}`);
      return [];
    });
  }

  allocate(_context: RequestContext, _server: NetworkedServer, { requested }: Allocation): Promise<NetworkInfo> {
    return answer(() => {
      checkNothingNamed(requested);
      return [];
    });
  }

  deallocate(): Promise<void> {
    return Promise.resolve();
  }

  deallocatePort(_context: RequestContext, _server: NetworkedServer, portId: string): Promise<NetworkInfo> {
    return answer(() => {
      throw new NoNetworkService(`Port ${portId}`);
    });
  }

  networkInfo(): Promise<NetworkInfo> {
    return Promise.resolve([]);
  }

  bindTo(): Promise<void> {
    return Promise.resolve();
  }

  addFixedIp(_context: RequestContext, _server: NetworkedServer, networkId: string): Promise<NetworkInfo> {
    return answer(() => {
      throw new NoNetworkService(`Network ${networkId}`);
    });
  }

  removeFixedIp(_context: RequestContext, _server: NetworkedServer, address: string): Promise<NetworkInfo> {
    return answer(() => {
      throw new NoNetworkService(`Fixed IP ${address}`);
    });
  }

  serverOfAddress(_context: RequestContext, address: string): Promise<string> {
    return answer(() => {
      throw new FixedIpNotFoundForAddress(address);
    });
  }

  serverBehindProvider(_context: RequestContext, providerId: string): Promise<FoundServer> {
    return answer(() => {
      throw new NoPortOfProvider(`Could not find any subnets for provider ${providerId}`);
    });
  }
}

/** Throws `NoNetworkService`. */
function checkNothingNamed(requested: readonly RequestedNetwork[] | null): void {
  for (const { network_id: network, port_id: port, address } of requested ?? []) {
    if (isNamed(port)) throw new NoNetworkService(`Port ${port}`);
    if (isNamed(address)) throw new NoNetworkService(`Fixed IP ${address}`);
    if (isNamed(network) && network !== 'none' && network !== 'auto') throw new NoNetworkService(`Network ${network}`);
  }
}

function isNamed(value: string | null | undefined): value is string {
  return value !== null && value !== undefined && value !== '';
}

/** What throws is a rejection, as of every other implementation. */
function answer<T>(action: () => T): Promise<T> {
  return new Promise((resolve) => resolve(action()));
}
