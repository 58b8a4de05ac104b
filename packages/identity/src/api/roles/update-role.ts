// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Roles } from '../../roles/roles.js';
import { RoleAccess } from './role-access.js';
import { roleView } from './role-view.js';
import { readFields } from '../../common/fields.js';
import { roleFields } from '../../roles/role.js';
import { assertSameId, bodyMember, without } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { roleProperties } from './role-schema.js';

const schema = new SchemaValidator('role_update', {
  type: 'object',
  properties: roleProperties,
  minProperties: 1,
  additionalProperties: true,
});

@Controller('v3')
export class UpdateRole {
  constructor(
    @Inject(Roles) private readonly roles: Roles,
    @Inject(RoleAccess) private readonly access: RoleAccess,
  ) {}

  @Operation({
    method: 'PATCH',
    path: '/roles/:role_id',
    policy: { rule: ['identity:update_role', 'identity:update_domain_role'], target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('role_id') id: string): Promise<unknown> {
    await this.access.authorized(request, 'update', id);
    const body = await bodyMember(request, 'role', schema);
    assertSameId(body, id);
    const role = await this.roles.update(id, readFields(without(body, 'id'), roleFields));
    return memberView(request, 'roles', 'role', roleView(role));
  }
}
