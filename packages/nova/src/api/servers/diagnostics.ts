// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { ServerLooks } from '../../servers/actions/looks.js';
import { isSince } from '../microversion.js';
import { diagnosticsView } from './view/diagnostics-view.js';

@Controller('v2.1')
export class ServerDiagnostics {
  constructor(@Inject(ServerLooks) private readonly looks: ServerLooks) {}

  @Operation({
    method: 'GET',
    path: '/servers/:server_id/diagnostics',
    policy: { rule: 'os_compute_api:os-server-diagnostics', target: 'resource' },
    success: 200,
  })
  async get(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Req() request: Request,
  ): Promise<unknown> {
    if (!isSince(request, '2.48')) return this.looks.rawDiagnostics(context, uuid);
    return diagnosticsView(await this.looks.diagnostics(context, uuid));
  }
}
