// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { credentialsFrom, ServiceCatalog, sessionFromOptions } from '@stackport/keystone';
import { LONGEST_ANSWER } from '../on-behalf.js';
import {
  neutronClientOptions,
  neutronOptions,
  serviceUserClientOptions,
  serviceUserOptions,
} from '../options/index.js';
import { NeutronNetworks } from './neutron-networks.js';
import { NeutronSession } from './neutron-session.js';
import { NoNetworks } from './no-networks.js';
import type { Allocation, FoundServer, NetworkedServer, Networks, RequestedNetwork } from './networks.js';
import type { NetworkInfo } from './network-info.js';
import type { NetworkResources } from './network-resources.js';

const SERVICE_TYPE = 'network';

/**
 * The network service of `[neutron]`, or of callers' catalogs; none where neither has one.
 * @throws TypeError for credentials that lack something
 */
export function networksFrom(configuration: Configuration, logger: Logger): Networks {
  const values = configuration.get(neutronClientOptions);
  const {
    http_retries: connectRetries,
    ovs_bridge: ovsBridge,
    default_floating_pool: defaultFloatingPool,
  } = configuration.get(neutronOptions);
  const sendsServiceToken = configuration.get(serviceUserOptions).send_service_user_token;
  const interfaces = ['internal', 'public'];
  const session = sessionFromOptions(
    configuration,
    neutronClientOptions,
    {
      serviceType: SERVICE_TYPE,
      interfaces,
      connectRetries,
      userAgent: 'nova',
      timeout: LONGEST_ANSWER,
      ...(sendsServiceToken ? { serviceUser: serviceUserClientOptions } : {}),
    },
    logger,
  );
  const isPrivileged = values.auth_section !== undefined || credentialsFrom(values) !== undefined;
  const neutron = new NeutronNetworks(
    new NeutronSession(session, isPrivileged),
    { ovsBridge, defaultFloatingPool },
    logger,
  );
  if (values.endpoint_override !== undefined || isPrivileged) return neutron;
  return new CatalogNetworks(neutron, (context) => {
    const catalog = new ServiceCatalog(context.serviceCatalog);
    const serviceType = values.service_type ?? SERVICE_TYPE;
    return (
      catalog.findUrl({
        serviceType,
        interfaces: values.valid_interfaces ?? interfaces,
        region: values.region_name,
      }) !== undefined
    );
  });
}

/** Asks neutron for callers whose catalogs have it. */
class CatalogNetworks implements Networks {
  readonly #none = new NoNetworks();

  constructor(
    private readonly neutron: Networks,
    private readonly hasEndpoint: (context: RequestContext) => boolean,
  ) {}

  isThere(context: RequestContext): boolean {
    return this.#for(context).isThere(context);
  }

  validate(context: RequestContext, requested: readonly RequestedNetwork[] | null, count: number): Promise<number> {
    return this.#for(context).validate(context, requested, count);
  }

  validateSecurityGroups(context: RequestContext, names: readonly string[]): Promise<readonly string[]> {
    return this.#for(context).validateSecurityGroups(context, names);
  }

  allocate(context: RequestContext, server: NetworkedServer, allocation: Allocation): Promise<NetworkInfo> {
    return this.#for(context).allocate(context, server, allocation);
  }

  deallocate(
    context: RequestContext,
    server: NetworkedServer,
    requested?: readonly RequestedNetwork[] | null,
  ): Promise<void> {
    return this.#for(context).deallocate(context, server, requested);
  }

  deallocatePort(context: RequestContext, server: NetworkedServer, portId: string): Promise<NetworkInfo> {
    return this.#for(context).deallocatePort(context, server, portId);
  }

  networkInfo(context: RequestContext, server: NetworkedServer): Promise<NetworkInfo> {
    return this.#for(context).networkInfo(context, server);
  }

  bindTo(context: RequestContext, server: NetworkedServer, host: string): Promise<void> {
    return this.#for(context).bindTo(context, server, host);
  }

  addFixedIp(context: RequestContext, server: NetworkedServer, networkId: string): Promise<NetworkInfo> {
    return this.#for(context).addFixedIp(context, server, networkId);
  }

  removeFixedIp(context: RequestContext, server: NetworkedServer, address: string): Promise<NetworkInfo> {
    return this.#for(context).removeFixedIp(context, server, address);
  }

  resources(context: RequestContext): NetworkResources {
    return this.#for(context).resources(context);
  }

  serverOfAddress(context: RequestContext, address: string): Promise<string> {
    return this.#for(context).serverOfAddress(context, address);
  }

  serverBehindProvider(context: RequestContext, providerId: string, address: string): Promise<FoundServer> {
    return this.#for(context).serverBehindProvider(context, providerId, address);
  }

  #for(context: RequestContext): Networks {
    return this.hasEndpoint(context) ? this.neutron : this.#none;
  }
}
