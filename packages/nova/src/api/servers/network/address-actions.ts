// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { NetworkActions } from '../../../servers/networks/network-actions.js';
import { ServerFloatingIps } from '../../../servers/networks/server-floating-ips.js';
import * as schemas from '../../schemas/server-actions.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { serverAction } from '../actions/action-path.js';

const UNTIL = { microversions: { min: '2.1', max: '2.43' } } as const;

interface AddFloatingIpBody {
  readonly addFloatingIp: { readonly address: string; readonly fixed_address?: string };
}

@Controller('v2.1')
export class AddressActions {
  constructor(
    @Inject(NetworkActions) private readonly network: NetworkActions,
    @Inject(ServerFloatingIps) private readonly floatingIps: ServerFloatingIps,
  ) {}

  @Operation(serverAction('addFixedIp', 'os_compute_api:os-multinic:add', UNTIL))
  async addFixedIp(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(schemas.addFixedIpSchema) body: { readonly addFixedIp: { readonly networkId: string | number } },
  ): Promise<void> {
    await this.network.addFixedIp(context, id, String(body.addFixedIp.networkId));
  }

  @Operation(serverAction('removeFixedIp', 'os_compute_api:os-multinic:remove', UNTIL))
  async removeFixedIp(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(schemas.removeFixedIpSchema) body: { readonly removeFixedIp: { readonly address: string } },
  ): Promise<void> {
    await this.network.removeFixedIp(context, id, body.removeFixedIp.address);
  }

  @Operation(serverAction('addFloatingIp', 'os_compute_api:os-floating-ips:add', UNTIL))
  async addFloatingIp(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(schemas.addFloatingIpSchema) { addFloatingIp: { address, fixed_address: fixed } }: AddFloatingIpBody,
  ): Promise<void> {
    await this.floatingIps.associate(context, id, address, fixed);
  }

  @Operation(serverAction('removeFloatingIp', 'os_compute_api:os-floating-ips:remove', UNTIL))
  async removeFloatingIp(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(schemas.removeFloatingIpSchema) body: { readonly removeFloatingIp: { readonly address: string } },
  ): Promise<void> {
    await this.floatingIps.disassociate(context, id, body.removeFloatingIp.address);
  }
}
