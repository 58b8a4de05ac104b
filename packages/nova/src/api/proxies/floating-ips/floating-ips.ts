// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { FloatingIps } from '../../../network/network-resources.js';
import { NETWORKS, type Networks } from '../../../network/networks.js';
import { ServerFloatingIps } from '../../../servers/networks/server-floating-ips.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { proxyOperations } from '../proxy-operation.js';
import { floatingIpView } from './floating-ip-view.js';

const PATH = '/os-floating-ips';
const operation = proxyOperations('os-floating-ips');

/** The network service's floating IPs (nova 26, api/openstack/compute/floating_ips.py). */
@Controller('v2.1')
export class FloatingIpProxy {
  constructor(
    @Inject(NETWORKS) private readonly networks: Networks,
    @Inject(ServerFloatingIps) private readonly serverFloatingIps: ServerFloatingIps,
  ) {}

  @Operation(operation('GET', PATH, 'list'))
  async list(@Caller() context: RequestContext): Promise<unknown> {
    return { floating_ips: (await this.#ips(context).list(context)).map(floatingIpView) };
  }

  @Operation(operation('GET', `${PATH}/:id`, 'show'))
  async get(@Caller() context: RequestContext, @Param('id') id: string): Promise<unknown> {
    return { floating_ip: floatingIpView(await this.#ips(context).get(context, id)) };
  }

  /** Of the operator's pool, where there is no body or none in it. */
  @Operation(operation('POST', PATH, 'create'))
  async create(
    @Caller() context: RequestContext,
    @CheckedBody() body: { readonly pool?: unknown } | null,
  ): Promise<unknown> {
    const pool = body?.pool;
    const name = typeof pool === 'string' && pool !== '' ? pool : null;
    return { floating_ip: floatingIpView(await this.#ips(context).create(context, name)) };
  }

  @Operation(operation('DELETE', `${PATH}/:id`, 'delete', 202))
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.serverFloatingIps.delete(context, id);
  }

  #ips(context: RequestContext): FloatingIps {
    return this.networks.resources(context).floatingIps;
  }
}
