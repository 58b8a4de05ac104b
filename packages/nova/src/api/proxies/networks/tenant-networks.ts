// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { ProjectNetworks } from '../../../network/project-networks.js';
import type { ListedNetwork } from '../../../network/network-resources.js';
import { proxyOperations } from '../proxy-operation.js';
import { knownNetwork } from './known-network.js';

const PATH = '/os-tenant-networks';
const operation = proxyOperations('os-tenant-networks');

/** Networks that projects could once make by themselves (nova 26, api/openstack/compute/tenant_networks.py). */
@Controller('v2.1')
export class TenantNetworkProxy {
  constructor(@Inject(ProjectNetworks) private readonly networks: ProjectNetworks) {}

  @Operation(operation('GET', PATH, 'list'))
  async list(@Caller() context: RequestContext): Promise<unknown> {
    return { networks: (await this.networks.list(context)).map(tenantNetworkView) };
  }

  @Operation(operation('GET', `${PATH}/:id`, 'show'))
  async get(@Caller() context: RequestContext, @Param('id') id: string): Promise<unknown> {
    return { network: tenantNetworkView(await knownNetwork(this.networks.get(context, id))) };
  }
}

/** Upstream has a text for the network that it does not know, and clients have learned to live with it. */
function tenantNetworkView({ id, name }: ListedNetwork): Record<string, unknown> {
  return { id, cidr: 'None', label: name };
}
