// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { AccessTokens } from '../../oauth1/access-tokens.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageAccess } from '../shared/delegation.js';
import { accessTokenView } from './access-token-view.js';
import { fullUrl } from '../shared/base-url.js';

@Controller('v3')
export class ListAccessTokens {
  constructor(@Inject(AccessTokens) private readonly tokens: AccessTokens) {}

  @Operation({
    method: 'GET',
    path: '/users/:user_id/OS-OAUTH1/access_tokens',
    policy: { rule: 'identity:list_access_tokens' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('user_id') userId: string): Promise<unknown> {
    assertMayManageAccess(callerOf(request));
    const tokens = await this.tokens.listOfUser(userId);
    return {
      access_tokens: tokens.map((token) => accessTokenView(request, token)),
      links: { next: null, self: fullUrl(request), previous: null },
    };
  }
}
