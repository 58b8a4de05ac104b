// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { ActionLog, type LoggedAction } from '../../../servers/action-log.js';
import { ServerFinder } from '../../../servers/server-finder.js';
import { isSince } from '../../microversion.js';
import { actionView, eventView } from './action-view.js';

const RULE = 'os_compute_api:os-instance-actions';

@Controller('v2.1')
export class GetAction {
  constructor(
    @Inject(ActionLog) private readonly log: ActionLog,
    @Inject(ServerFinder) private readonly finder: ServerFinder,
  ) {}

  @Operation({
    method: 'GET',
    path: '/servers/:server_id/os-instance-actions/:id',
    policy: { rule: `${RULE}:show`, target: 'resource' },
    success: 200,
  })
  async get(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') requestId: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const found = await this.log.get(context, uuid, requestId, { withDeleted: isSince(request, '2.21') });
    return {
      instanceAction: { ...actionView(found.action, request), ...(await this.#events(context, request, found)) },
    };
  }

  /** The parts: to who may see them whole, and from 2.51 on without what may tell of the inside to anybody. */
  async #events(
    context: RequestContext,
    request: Request,
    { action, instance, events }: LoggedAction,
  ): Promise<Record<string, unknown>> {
    const may = await this.finder.may(context, `${RULE}:events`, instance);
    if (!may && !isSince(request, '2.51')) return {};
    const withHost = isSince(request, '2.62');
    const details = isSince(request, '2.84') && (await this.finder.may(context, `${RULE}:events:details`, instance));
    const options = {
      traceback: may,
      host: may && withHost,
      hostIdOf: withHost ? (action.project_id ?? instance.project_id ?? '') : undefined,
      details,
    };
    return { events: (await events()).map((event) => eventView(event, options)) };
  }
}
