// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Users } from '../../users/users.js';
import { Access } from '../shared/access.js';
import { userView } from './user-view.js';
import { memberView } from '../shared/views.js';

@Controller('v3')
export class GetUser {
  constructor(
    @Inject(Users) private readonly users: Users,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/users/:user_id',
    policy: { rule: 'identity:get_user', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('user_id') id: string): Promise<unknown> {
    const user = await this.access.authorizeFor(
      request,
      'identity:get_user',
      () => this.users.get(id),
      (found) => ({ user: userView(found) }),
    );
    return memberView(request, 'users', 'user', userView(user));
  }
}
