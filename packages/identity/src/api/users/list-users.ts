// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Users } from '../../users/users.js';
import { Access } from '../shared/access.js';
import { userView } from './user-view.js';
import { ListFilter } from '../../common/list-filter.js';
import { ListLimits } from '../shared/list-limits.js';
import { byPasswordExpiry } from './password-expiry-filter.js';
import { callerOf } from '../shared/identity-context.js';
import { collectionView } from '../shared/views.js';

const FILTERS = ['domain_id', 'enabled', 'name'];

@Controller('v3')
export class ListUsers {
  constructor(
    @Inject(Users) private readonly users: Users,
    @Inject(Access) private readonly access: Access,
    @Inject(ListLimits) private readonly limits: ListLimits,
  ) {}

  @Operation({
    method: 'GET',
    path: '/users',
    policy: { rule: 'identity:list_users', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const { domainId } = callerOf(request);
    await this.access.authorize(request, 'identity:list_users', domainId === undefined ? {} : { domain_id: domainId });
    const filter = ListFilter.parse(request.query, FILTERS);
    const users = (await this.users.list(filter, domainId)).map((user) => userView(user));
    return collectionView(request, 'users', 'users', byPasswordExpiry(request.query, users), {
      filter,
      limit: this.limits.users,
    });
  }
}
