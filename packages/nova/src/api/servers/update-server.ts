// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { InstanceChanges } from '../../instances/instance.js';
import { ServerUpdates } from '../../servers/server-update.js';
import { isSince } from '../microversion.js';
import { updateServerSchema } from '../schemas/server-actions.js';
import { CheckedBody } from '../validation/checked-parameters.js';
import { ServerPresenter, SHOWN_PARTS } from './view/server-presenter.js';
import { canonicalAddress } from '../../instances/ip-address.js';
import { serverPaths } from './server-paths.js';

interface UpdateBody {
  readonly server: {
    readonly name?: string;
    readonly description?: string | null;
    readonly hostname?: string;
    readonly 'OS-DCF:diskConfig'?: 'AUTO' | 'MANUAL';
    readonly accessIPv4?: string;
    readonly accessIPv6?: string;
  };
}

@Controller('v2.1')
export class UpdateServer {
  constructor(
    @Inject(ServerUpdates) private readonly updates: ServerUpdates,
    @Inject(ServerPresenter) private readonly presenter: ServerPresenter,
  ) {}

  @Operation({
    method: 'PUT',
    path: serverPaths('/:id'),
    policy: { rule: 'os_compute_api:servers:update', target: 'resource' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(updateServerSchema) { server }: UpdateBody,
    @Req() request: Request,
  ): Promise<unknown> {
    const updated = await this.updates.update(context, id, changesOf(server), SHOWN_PARTS);
    const isWhole = isSince(request, '2.75');
    return { server: await this.presenter.view(context, request, updated, { isWhole }) };
  }
}

function changesOf(server: UpdateBody['server']): InstanceChanges {
  const { name, description, hostname, accessIPv4, accessIPv6 } = server;
  const disk = server['OS-DCF:diskConfig'];
  return {
    ...(name === undefined ? {} : { display_name: name.trim() }),
    ...(description === undefined ? {} : { display_description: description }),
    ...(hostname === undefined ? {} : { hostname }),
    ...(disk === undefined ? {} : { auto_disk_config: disk === 'AUTO' }),
    ...(accessIPv4 === undefined ? {} : { access_ip_v4: accessIPv4 }),
    ...(accessIPv6 === undefined ? {} : { access_ip_v6: canonicalAddress(accessIPv6) }),
  };
}
