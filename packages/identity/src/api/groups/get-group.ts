// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Groups } from '../../groups/groups.js';
import { Access } from '../shared/access.js';
import { groupView } from './group-view.js';
import { memberView } from '../shared/views.js';

@Controller('v3')
export class GetGroup {
  constructor(
    @Inject(Groups) private readonly groups: Groups,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/groups/:group_id',
    policy: { rule: 'identity:get_group', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('group_id') id: string): Promise<unknown> {
    const group = await this.access.authorizeFor(
      request,
      'identity:get_group',
      () => this.groups.get(id),
      (found) => ({ group: groupView(found) }),
    );
    return memberView(request, 'groups', 'group', groupView(group));
  }
}
