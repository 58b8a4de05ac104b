// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { ServerLocks } from '../../../servers/actions/locks.js';
import { lockSchema } from '../../schemas/server-actions.js';
import { isSince } from '../../microversion.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { serverAction } from './action-path.js';

@Controller('v2.1')
export class Locking {
  constructor(@Inject(ServerLocks) private readonly locks: ServerLocks) {}

  @Operation(serverAction('lock', 'os_compute_api:os-lock-server:lock'))
  async lock(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(lockSchema) { lock }: { readonly lock: unknown },
    @Req() request: Request,
  ): Promise<void> {
    // Before 2.73 whatever stands there is passed over.
    const reason = isSince(request, '2.73')
      ? (lock as { readonly locked_reason?: unknown } | null)?.locked_reason
      : undefined;
    await this.locks.lock(context, id, typeof reason === 'string' ? reason : undefined);
  }

  @Operation(serverAction('unlock', 'os_compute_api:os-lock-server:unlock'))
  async unlock(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.locks.unlock(context, id);
  }
}
