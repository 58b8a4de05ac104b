// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Roles } from '../../roles/roles.js';
import { Access } from '../shared/access.js';
import { roleView } from './role-view.js';
import { readFields } from '../../common/fields.js';
import { roleFields } from '../../roles/role.js';
import { bodyMember, normalizedNames, without } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { roleProperties } from './role-schema.js';

const schema = new SchemaValidator('role_create', {
  type: 'object',
  properties: roleProperties,
  required: ['name'],
  additionalProperties: true,
});

@Controller('v3')
export class CreateRole {
  constructor(
    @Inject(Roles) private readonly roles: Roles,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'POST',
    path: '/roles',
    policy: { rule: ['identity:create_role', 'identity:create_domain_role'], target: 'resource' },
    success: 201,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const body = await bodyMember(request, 'role');
    await this.access.authorize(request, body.domain_id ? 'identity:create_domain_role' : 'identity:create_role');
    await bodyMember(request, 'role', schema);
    const role = await this.roles.create({
      ...readFields(without(normalizedNames(body), 'id'), roleFields),
      name: String(body.name),
    });
    return memberView(request, 'roles', 'role', roleView(role));
  }
}
