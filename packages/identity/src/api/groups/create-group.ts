// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Groups } from '../../groups/groups.js';
import { Access } from '../shared/access.js';
import { groupView } from './group-view.js';
import { readFields } from '../../common/fields.js';
import { groupFields } from '../../groups/group.js';
import { bodyMember, normalizedNames, without } from '../shared/bodies.js';
import { Defaults } from '../shared/defaults.js';
import { memberView } from '../shared/views.js';
import { groupProperties } from './group-schema.js';

const schema = new SchemaValidator('group_create', {
  type: 'object',
  properties: groupProperties,
  required: ['name'],
  additionalProperties: true,
});

@Controller('v3')
export class CreateGroup {
  constructor(
    @Inject(Groups) private readonly groups: Groups,
    @Inject(Access) private readonly access: Access,
    @Inject(Defaults) private readonly defaults: Defaults,
  ) {}

  @Operation({
    method: 'POST',
    path: '/groups',
    policy: { rule: 'identity:create_group', target: 'resource' },
    success: 201,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const body = await bodyMember(request, 'group');
    await this.access.authorize(request, 'identity:create_group', { group: body });
    await bodyMember(request, 'group', schema);
    const given = readFields(without(normalizedNames(body), 'id'), groupFields);
    const domainId = given.domainId ?? this.defaults.domainOf(request);
    const group = await this.groups.create({ ...given, name: String(body.name), domainId });
    return memberView(request, 'groups', 'group', groupView(group));
  }
}
