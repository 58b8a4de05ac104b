// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Users } from '../../users/users.js';
import { Groups } from '../../groups/groups.js';
import { Access } from '../shared/access.js';
import { ListFilter } from '../../common/list-filter.js';
import { groupView } from '../groups/group-view.js';
import { callerOf } from '../shared/identity-context.js';
import { collectionView } from '../shared/views.js';
import { userView } from './user-view.js';

@Controller('v3')
export class ListUserGroups {
  constructor(
    @Inject(Users) private readonly users: Users,
    @Inject(Groups) private readonly groups: Groups,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/users/:user_id/groups',
    policy: { rule: 'identity:list_groups_for_user', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('user_id') id: string): Promise<unknown> {
    await this.access.authorizeFor(
      request,
      'identity:list_groups_for_user',
      () => this.users.get(id),
      (user) => ({ user: userView(user) }),
    );
    const filter = ListFilter.parse(request.query, ['name']);
    const { domainId } = callerOf(request);
    const groups = (await this.groups.ofUser(id, filter.exact('name'))).filter(
      (group) => domainId === undefined || group.domainId === domainId,
    );
    const views = groups.map((group) => ({ ...groupView(group), membership_expires_at: null }));
    return collectionView(request, 'groups', 'groups', views, { filter });
  }
}
