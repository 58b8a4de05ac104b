// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { ServerDeletion } from '../../servers/delete/server-deletion.js';
import { serverPaths } from './server-paths.js';

@Controller('v2.1')
export class DeleteServer {
  constructor(@Inject(ServerDeletion) private readonly deletion: ServerDeletion) {}

  @Operation({
    method: 'DELETE',
    path: serverPaths('/:id'),
    policy: { rule: 'os_compute_api:servers:delete', target: 'resource' },
    success: 204,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.deletion.delete(context, id);
  }
}
