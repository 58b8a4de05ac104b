// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Groups } from '../../groups/groups.js';
import { Users } from '../../users/users.js';
import { Access } from '../shared/access.js';
import { membershipTarget } from './membership-target.js';

@Controller('v3')
export class RemoveGroupMember {
  constructor(
    @Inject(Groups) private readonly groups: Groups,
    @Inject(Users) private readonly users: Users,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/groups/:group_id/users/:user_id',
    policy: { rule: 'identity:remove_user_from_group', target: 'resource' },
    success: 204,
  })
  async handle(
    @Req() request: Request,
    @Param('group_id') groupId: string,
    @Param('user_id') userId: string,
  ): Promise<void> {
    await this.access.authorize(
      request,
      'identity:remove_user_from_group',
      await membershipTarget(this.groups, this.users, groupId, userId),
    );
    await this.groups.removeMember(groupId, userId);
  }
}
