// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Users } from '../../users/users.js';
import { Access } from '../shared/access.js';
import { userView } from './user-view.js';

@Controller('v3')
export class DeleteUser {
  constructor(
    @Inject(Users) private readonly users: Users,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/users/:user_id',
    policy: { rule: 'identity:delete_user', target: 'resource' },
    success: 204,
  })
  async handle(@Req() request: Request, @Param('user_id') id: string): Promise<void> {
    await this.access.authorizeFor(
      request,
      'identity:delete_user',
      () => this.users.get(id),
      (found) => ({ user: userView(found) }),
    );
    await this.users.delete(id);
  }
}
