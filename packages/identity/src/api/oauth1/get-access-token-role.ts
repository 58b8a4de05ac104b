// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { AccessTokens } from '../../oauth1/access-tokens.js';
import { Roles } from '../../roles/roles.js';
import { memberView } from '../shared/views.js';
import { notFound } from '../../errors.js';
import { roleView } from '../roles/role-view.js';
import { without } from '../shared/bodies.js';

@Controller('v3')
export class GetAccessTokenRole {
  constructor(
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(Roles) private readonly roles: Roles,
  ) {}

  @Operation({
    method: 'GET',
    path: '/users/:user_id/OS-OAUTH1/access_tokens/:access_token_id/roles/:role_id',
    policy: { rule: 'identity:get_access_token_role' },
    success: 200,
  })
  async handle(
    @Req() request: Request,
    @Param('user_id') userId: string,
    @Param('access_token_id') id: string,
    @Param('role_id') roleId: string,
  ): Promise<unknown> {
    const { roleIds } = await this.tokens.getOfUser(userId, id);
    if (!roleIds.includes(roleId)) throw notFound('role', roleId);
    return memberView(request, 'roles', 'role', without(roleView(await this.roles.get(roleId)), 'description'));
  }
}
