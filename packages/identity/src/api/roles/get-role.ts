// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { RoleAccess } from './role-access.js';
import { roleView } from './role-view.js';
import { memberView } from '../shared/views.js';

@Controller('v3')
export class GetRole {
  constructor(@Inject(RoleAccess) private readonly access: RoleAccess) {}

  @Operation({
    method: 'GET',
    path: '/roles/:role_id',
    policy: { rule: ['identity:get_role', 'identity:get_domain_role'], target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('role_id') id: string): Promise<unknown> {
    return memberView(request, 'roles', 'role', roleView(await this.access.authorized(request, 'get', id)));
  }
}
