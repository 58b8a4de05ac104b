// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { ServerFinder } from '../../servers/server-finder.js';
import { isSince } from '../microversion.js';
import { ServerPresenter, SHOWN_PARTS } from './view/server-presenter.js';
import { serverPaths } from './server-paths.js';

const RULE = 'os_compute_api:servers:show';

@Controller('v2.1')
export class GetServer {
  constructor(
    @Inject(ServerFinder) private readonly finder: ServerFinder,
    @Inject(ServerPresenter) private readonly presenter: ServerPresenter,
  ) {}

  @Operation({ method: 'GET', path: serverPaths('/:id'), policy: { rule: RULE, target: 'resource' }, success: 200 })
  async get(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    const options = { parts: SHOWN_PARTS };
    const server = isSince(request, '2.69')
      ? await this.finder.getOrKnown(context, id, RULE, options)
      : await this.finder.get(context, id, RULE, options);
    return { server: await this.presenter.view(context, request, server) };
  }
}
