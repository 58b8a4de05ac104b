// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { serverNetworks } from '../../servers/addresses.js';
import { ServerFinder } from '../../servers/server-finder.js';
import { addressesView, networkView } from './view/addresses-view.js';

const PATH = '/servers/:server_id/ips';
const RULE = 'os_compute_api:ips';
const PARTS = { parts: ['info_cache'] } as const;

@Controller('v2.1')
export class ServerAddresses {
  constructor(@Inject(ServerFinder) private readonly finder: ServerFinder) {}

  @Operation({ method: 'GET', path: PATH, policy: { rule: `${RULE}:index`, target: 'resource' }, success: 200 })
  async list(@Caller() context: RequestContext, @Param('server_id') uuid: string): Promise<unknown> {
    const { instance } = await this.finder.get(context, uuid, `${RULE}:index`, PARTS);
    return { addresses: addressesView(instance, false) };
  }

  @Operation({
    method: 'GET',
    path: `${PATH}/:id`,
    policy: { rule: `${RULE}:show`, target: 'resource' },
    success: 200,
  })
  async get(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') label: string,
  ): Promise<unknown> {
    const { instance } = await this.finder.get(context, uuid, `${RULE}:show`, PARTS);
    const network = serverNetworks(instance).find((one) => one.label === label);
    if (network === undefined) throw new HttpError(404, 'Instance is not a member of specified network');
    return { [label]: networkView(network, false) };
  }
}
