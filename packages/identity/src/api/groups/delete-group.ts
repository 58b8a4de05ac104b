// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Groups } from '../../groups/groups.js';
import { Access } from '../shared/access.js';
import { groupView } from './group-view.js';

@Controller('v3')
export class DeleteGroup {
  constructor(
    @Inject(Groups) private readonly groups: Groups,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/groups/:group_id',
    policy: { rule: 'identity:delete_group', target: 'resource' },
    success: 204,
  })
  async handle(@Req() request: Request, @Param('group_id') id: string): Promise<void> {
    await this.access.authorizeFor(
      request,
      'identity:delete_group',
      () => this.groups.get(id),
      (found) => ({ group: groupView(found) }),
    );
    await this.groups.delete(id);
  }
}
