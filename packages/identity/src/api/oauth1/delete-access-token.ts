// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { AccessTokens } from '../../oauth1/access-tokens.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageAccess } from '../shared/delegation.js';

/** Upstream checks the rule for EC2 credentials here (keystone/api/users.py, Zed). */
@Controller('v3')
export class DeleteAccessToken {
  constructor(@Inject(AccessTokens) private readonly tokens: AccessTokens) {}

  @Operation({
    method: 'DELETE',
    path: '/users/:user_id/OS-OAUTH1/access_tokens/:access_token_id',
    policy: { rule: 'identity:ec2_delete_credential' },
    success: 204,
  })
  async handle(
    @Req() request: Request,
    @Param('user_id') userId: string,
    @Param('access_token_id') id: string,
  ): Promise<void> {
    assertMayManageAccess(callerOf(request));
    await this.tokens.delete(userId, id);
  }
}
