// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Groups } from '../../groups/groups.js';
import { Access } from '../shared/access.js';
import { ListFilter } from '../../common/list-filter.js';
import { collectionView } from '../shared/views.js';
import { byPasswordExpiry } from '../users/password-expiry-filter.js';
import { userView } from '../users/user-view.js';
import { groupView } from './group-view.js';

@Controller('v3')
export class ListGroupMembers {
  constructor(
    @Inject(Groups) private readonly groups: Groups,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/groups/:group_id/users',
    policy: { rule: 'identity:list_users_in_group', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('group_id') id: string): Promise<unknown> {
    await this.access.authorizeFor(
      request,
      'identity:list_users_in_group',
      () => this.groups.get(id),
      (group) => ({ group: groupView(group) }),
    );
    const filter = ListFilter.parse(request.query, ['domain_id', 'enabled', 'name']);
    const users = (await this.groups.members(id)).map(userView);
    return collectionView(request, 'users', 'users', byPasswordExpiry(request.query, users), { filter });
  }
}
