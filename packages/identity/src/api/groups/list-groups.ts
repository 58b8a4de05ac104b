// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Groups } from '../../groups/groups.js';
import { Access } from '../shared/access.js';
import { groupView } from './group-view.js';
import { ListFilter } from '../../common/list-filter.js';
import { ListLimits } from '../shared/list-limits.js';
import { callerOf } from '../shared/identity-context.js';
import { collectionView } from '../shared/views.js';

@Controller('v3')
export class ListGroups {
  constructor(
    @Inject(Groups) private readonly groups: Groups,
    @Inject(Access) private readonly access: Access,
    @Inject(ListLimits) private readonly limits: ListLimits,
  ) {}

  @Operation({
    method: 'GET',
    path: '/groups',
    policy: { rule: 'identity:list_groups', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const { domainId } = callerOf(request);
    await this.access.authorize(
      request,
      'identity:list_groups',
      domainId === undefined ? {} : { group: { domain_id: domainId } },
    );
    const filter = ListFilter.parse(request.query, ['domain_id', 'name']);
    const groups = (await this.groups.list(filter, domainId)).map(groupView);
    return collectionView(request, 'groups', 'groups', groups, { filter, limit: this.limits.users });
  }
}
