// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Roles } from '../../roles/roles.js';
import { RoleAccess } from './role-access.js';

@Controller('v3')
export class DeleteRole {
  constructor(
    @Inject(Roles) private readonly roles: Roles,
    @Inject(RoleAccess) private readonly access: RoleAccess,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/roles/:role_id',
    policy: { rule: ['identity:delete_role', 'identity:delete_domain_role'], target: 'resource' },
    success: 204,
  })
  async handle(@Req() request: Request, @Param('role_id') id: string): Promise<void> {
    await this.access.authorized(request, 'delete', id);
    await this.roles.delete(id);
  }
}
