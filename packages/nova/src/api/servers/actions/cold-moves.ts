// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { ServerResize } from '../../../servers/moves/resize.js';
import { ResizedServers } from '../../../servers/moves/resized.js';
import { migrateSchema, resizeSchema } from '../../schemas/server-actions.js';
import { isSince } from '../../microversion.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { serverAction } from './action-path.js';

interface ResizeBody {
  readonly resize: { readonly flavorRef: string | number; readonly 'OS-DCF:diskConfig'?: 'AUTO' | 'MANUAL' };
}

@Controller('v2.1')
export class ColdMoves {
  constructor(
    @Inject(ServerResize) private readonly resizes: ServerResize,
    @Inject(ResizedServers) private readonly resized: ResizedServers,
  ) {}

  @Operation(serverAction('resize', 'os_compute_api:servers:resize'))
  async resize(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(resizeSchema) { resize }: ResizeBody,
  ): Promise<void> {
    const disk = resize['OS-DCF:diskConfig'];
    await this.resizes.resize(context, id, String(resize.flavorRef), disk === undefined ? undefined : disk === 'AUTO');
  }

  @Operation(serverAction('migrate', 'os_compute_api:os-migrate-server:migrate'))
  async migrate(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(migrateSchema) { migrate }: { readonly migrate: unknown },
    @Req() request: Request,
  ): Promise<void> {
    // Before 2.56 whatever stands there is passed over.
    const host = isSince(request, '2.56') ? (migrate as { readonly host?: unknown } | null)?.host : undefined;
    await this.resizes.migrate(context, id, typeof host === 'string' ? host : null);
  }

  @Operation(serverAction('confirmResize', 'os_compute_api:servers:confirm_resize', { success: 204 }))
  async confirm(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.resized.confirm(context, id);
  }

  @Operation(serverAction('revertResize', 'os_compute_api:servers:revert_resize'))
  async revert(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.resized.revert(context, id);
  }
}
