// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation, type OperationPolicy } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import type { Vif } from '../../../network/network-info.js';
import { ServerInterfaces } from '../../../servers/networks/server-interfaces.js';
import { isSince } from '../../microversion.js';
import { attachInterfaceSchema } from '../../schemas/server-parts.js';
import { CheckedBody } from '../../validation/checked-parameters.js';

const PATH = '/servers/:server_id/os-interface';
const policy = (action: string): OperationPolicy => ({
  rule: `os_compute_api:os-attach-interfaces:${action}`,
  target: 'resource',
});

interface AttachBody {
  readonly interfaceAttachment?: {
    readonly net_id?: string;
    readonly port_id?: string;
    readonly fixed_ips?: readonly [{ readonly ip_address: string }];
    readonly tag?: string;
  };
}

@Controller('v2.1')
export class Interfaces {
  constructor(@Inject(ServerInterfaces) private readonly interfaces: ServerInterfaces) {}

  @Operation({ method: 'GET', path: PATH, policy: policy('list'), success: 200 })
  async list(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const vifs = await this.interfaces.list(context, uuid);
    return { interfaceAttachments: vifs.map((vif) => interfaceView(vif, request)) };
  }

  @Operation({ method: 'GET', path: `${PATH}/:id`, policy: policy('show'), success: 200 })
  async get(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') portId: string,
    @Req() request: Request,
  ): Promise<unknown> {
    return { interfaceAttachment: interfaceView(await this.interfaces.get(context, uuid, portId), request) };
  }

  @Operation({ method: 'POST', path: PATH, policy: policy('create'), success: 200 })
  async attach(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @CheckedBody(attachInterfaceSchema) { interfaceAttachment: body = {} }: AttachBody,
    @Req() request: Request,
  ): Promise<unknown> {
    const { net_id: networkId = null, port_id: portId = null, tag = null } = body;
    const address = body.fixed_ips?.[0].ip_address ?? null;
    if (networkId !== null && portId !== null) throw new HttpError(400, 'Must not input both network_id and port_id');
    if (address !== null && networkId === null)
      throw new HttpError(400, 'Must input network_id when request IP address');
    const vif = await this.interfaces.attach(context, uuid, { networkId, portId, address, tag });
    return { interfaceAttachment: interfaceView(vif, request) };
  }

  @Operation({ method: 'DELETE', path: `${PATH}/:id`, policy: policy('delete'), success: 202 })
  async detach(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') portId: string,
  ): Promise<void> {
    await this.interfaces.detach(context, uuid, portId);
  }
}

/** A port of a server. */
function interfaceView(vif: Vif, request: Request): Record<string, unknown> {
  const { network } = vif;
  const ips = network?.subnets.flatMap((subnet) => subnet.ips) ?? [];
  return {
    net_id: network?.id ?? null,
    port_id: vif.id,
    mac_addr: vif.address,
    port_state: vif.active ? 'ACTIVE' : 'DOWN',
    fixed_ips: ips.map(({ address, meta }) => ({ subnet_id: meta.subnet_id ?? null, ip_address: address })),
    ...(isSince(request, '2.70') ? { tag: vif.meta.tag ?? null } : {}),
  };
}
