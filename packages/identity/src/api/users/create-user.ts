// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Users } from '../../users/users.js';
import { Access } from '../shared/access.js';
import { userView } from './user-view.js';
import { readFields } from '../../common/fields.js';
import { userFields } from '../../users/user.js';
import { bodyMember, normalizedNames, without } from '../shared/bodies.js';
import { Defaults } from '../shared/defaults.js';
import { memberView } from '../shared/views.js';
import { NOT_STORED, userProperties } from './user-schema.js';

const schema = new SchemaValidator('user_create', {
  type: 'object',
  properties: userProperties,
  required: ['name'],
  additionalProperties: true,
});

@Controller('v3')
export class CreateUser {
  constructor(
    @Inject(Users) private readonly users: Users,
    @Inject(Access) private readonly access: Access,
    @Inject(Defaults) private readonly defaults: Defaults,
  ) {}

  @Operation({
    method: 'POST',
    path: '/users',
    policy: { rule: 'identity:create_user', target: 'resource' },
    success: 201,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const body = await bodyMember(request, 'user');
    await this.access.authorize(request, 'identity:create_user', { user: body });
    await bodyMember(request, 'user', schema);
    const { password } = body as { password?: string | null };
    const given = readFields(without(normalizedNames(body), ...NOT_STORED), userFields);
    const domainId = given.domainId ?? this.defaults.domainOf(request);
    const user = await this.users.create({
      ...given,
      ...(password === undefined ? {} : { password }),
      name: String(body.name),
      domainId,
    });
    return memberView(request, 'users', 'user', userView(user));
  }
}
