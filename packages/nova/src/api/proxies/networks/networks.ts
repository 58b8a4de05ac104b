// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { NETWORKS, type Networks } from '../../../network/networks.js';
import { proxyOperations } from '../proxy-operation.js';
import { knownNetwork } from './known-network.js';
import { networkView } from './network-view.js';

const PATH = '/os-networks';
const operation = proxyOperations('os-networks');

/** The network service's networks, in the shape of those that nova once had (nova 26, api/openstack/compute/networks.py). */
@Controller('v2.1')
export class NetworkProxy {
  constructor(@Inject(NETWORKS) private readonly networks: Networks) {}

  @Operation(operation('GET', PATH, 'list'))
  async list(@Caller() context: RequestContext): Promise<unknown> {
    const networks = await this.networks.resources(context).networks.list(context);
    return { networks: networks.map((network) => networkView(network, context.isAdmin)) };
  }

  @Operation(operation('GET', `${PATH}/:id`, 'show'))
  async get(@Caller() context: RequestContext, @Param('id') id: string): Promise<unknown> {
    const network = await knownNetwork(this.networks.resources(context).networks.get(context, id));
    return { network: networkView(network, context.isAdmin) };
  }
}
