// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Groups } from '../../groups/groups.js';
import { Access } from '../shared/access.js';
import { groupView } from './group-view.js';
import { readFields } from '../../common/fields.js';
import { groupFields } from '../../groups/group.js';
import { assertSameId, bodyMember, without } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { groupProperties } from './group-schema.js';

const schema = new SchemaValidator('group_update', {
  type: 'object',
  properties: groupProperties,
  minProperties: 1,
  additionalProperties: true,
});

@Controller('v3')
export class UpdateGroup {
  constructor(
    @Inject(Groups) private readonly groups: Groups,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'PATCH',
    path: '/groups/:group_id',
    policy: { rule: 'identity:update_group', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('group_id') id: string): Promise<unknown> {
    await this.access.authorizeFor(
      request,
      'identity:update_group',
      () => this.groups.get(id),
      (found) => ({ group: groupView(found) }),
    );
    const body = await bodyMember(request, 'group', schema);
    assertSameId(body, id);
    const group = await this.groups.update(id, readFields(without(body, 'id'), groupFields));
    return memberView(request, 'groups', 'group', groupView(group));
  }
}
