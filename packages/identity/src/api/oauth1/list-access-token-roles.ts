// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { AccessTokens } from '../../oauth1/access-tokens.js';
import { Roles } from '../../roles/roles.js';
import { collectionView } from '../shared/views.js';
import { roleView } from '../roles/role-view.js';
import { without } from '../shared/bodies.js';

@Controller('v3')
export class ListAccessTokenRoles {
  constructor(
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(Roles) private readonly roles: Roles,
  ) {}

  @Operation({
    method: 'GET',
    path: '/users/:user_id/OS-OAUTH1/access_tokens/:access_token_id/roles',
    policy: { rule: 'identity:list_access_token_roles' },
    success: 200,
  })
  async handle(
    @Req() request: Request,
    @Param('user_id') userId: string,
    @Param('access_token_id') id: string,
  ): Promise<unknown> {
    const { roleIds } = await this.tokens.getOfUser(userId, id);
    const roles = await this.roles.listByIds(roleIds);
    return collectionView(
      request,
      'roles',
      'roles',
      roles.map((role) => without(roleView(role), 'description')),
    );
  }
}
