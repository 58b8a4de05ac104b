// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { AccessTokens } from '../../oauth1/access-tokens.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageAccess } from '../shared/delegation.js';
import { accessTokenView } from './access-token-view.js';

@Controller('v3')
export class GetAccessToken {
  constructor(@Inject(AccessTokens) private readonly tokens: AccessTokens) {}

  @Operation({
    method: 'GET',
    path: '/users/:user_id/OS-OAUTH1/access_tokens/:access_token_id',
    policy: { rule: 'identity:get_access_token' },
    success: 200,
  })
  async handle(
    @Req() request: Request,
    @Param('user_id') userId: string,
    @Param('access_token_id') id: string,
  ): Promise<unknown> {
    assertMayManageAccess(callerOf(request));
    return { access_token: accessTokenView(request, await this.tokens.getOfUser(userId, id)) };
  }
}
