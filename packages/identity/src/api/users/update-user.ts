// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Users } from '../../users/users.js';
import { Access } from '../shared/access.js';
import { userView } from './user-view.js';
import { readFields } from '../../common/fields.js';
import { userFields } from '../../users/user.js';
import { assertSameId, bodyMember, without } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { NOT_STORED, userProperties } from './user-schema.js';

const schema = new SchemaValidator('user_update', {
  type: 'object',
  properties: userProperties,
  minProperties: 1,
  additionalProperties: true,
});

@Controller('v3')
export class UpdateUser {
  constructor(
    @Inject(Users) private readonly users: Users,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'PATCH',
    path: '/users/:user_id',
    policy: { rule: 'identity:update_user', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('user_id') id: string): Promise<unknown> {
    await this.access.authorizeFor(
      request,
      'identity:update_user',
      () => this.users.get(id),
      (found) => ({ user: userView(found) }),
    );
    const body = await bodyMember(request, 'user', schema);
    assertSameId(body, id);
    const { password } = body as { password?: string | null };
    const changes = readFields(without(body, ...NOT_STORED), userFields);
    const user = await this.users.update(id, { ...changes, ...(password === undefined ? {} : { password }) });
    // Upstream answers an update, and nothing else, with `extra` as such, too (keystone/identity/backends/sql.py, Zed).
    return memberView(request, 'users', 'user', { ...userView(user), extra: user.extra });
  }
}
