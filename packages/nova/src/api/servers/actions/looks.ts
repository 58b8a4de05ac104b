// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { ServerLooks } from '../../../servers/actions/looks.js';
import { changePasswordSchema, consoleOutputSchema } from '../../schemas/server-actions.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { serverAction } from './action-path.js';

@Controller('v2.1')
export class GuestActions {
  constructor(@Inject(ServerLooks) private readonly looks: ServerLooks) {}

  @Operation(serverAction('os-getConsoleOutput', 'os_compute_api:os-console-output', { success: 200 }))
  async consoleOutput(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(consoleOutputSchema)
    body: { readonly 'os-getConsoleOutput': { readonly length?: number | string | null } },
  ): Promise<unknown> {
    const { length = null } = body['os-getConsoleOutput'];
    return { output: await this.looks.consoleOutput(context, id, length) };
  }

  @Operation(serverAction('changePassword', 'os_compute_api:os-admin-password'))
  async changePassword(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(changePasswordSchema) body: { readonly changePassword: { readonly adminPass: string } },
  ): Promise<void> {
    await this.looks.setPassword(context, id, body.changePassword.adminPass);
  }
}
