// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { ServerDeletion } from '../../../servers/delete/server-deletion.js';
import { ServerRestoration } from '../../../servers/delete/server-restoration.js';
import { serverAction } from './action-path.js';

@Controller('v2.1')
export class DeferredDelete {
  constructor(
    @Inject(ServerDeletion) private readonly deletion: ServerDeletion,
    @Inject(ServerRestoration) private readonly restoration: ServerRestoration,
  ) {}

  @Operation(serverAction('forceDelete', 'os_compute_api:os-deferred-delete:force'))
  async forceDelete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.deletion.forceDelete(context, id);
  }

  @Operation(serverAction('restore', 'os_compute_api:os-deferred-delete:restore'))
  async restore(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.restoration.restore(context, id);
  }
}
