// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Roles } from '../../roles/roles.js';
import { RoleAccess } from './role-access.js';

@Controller('v3')
export class DeleteImpliedRole {
  constructor(
    @Inject(Roles) private readonly roles: Roles,
    @Inject(RoleAccess) private readonly access: RoleAccess,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/roles/:prior_role_id/implies/:implied_role_id',
    policy: { rule: 'identity:delete_implied_role', target: 'resource' },
    success: 204,
  })
  async handle(
    @Req() request: Request,
    @Param('prior_role_id') priorId: string,
    @Param('implied_role_id') impliedId: string,
  ): Promise<void> {
    await this.access.authorizedPair(request, 'identity:delete_implied_role', priorId, impliedId);
    await this.roles.deleteInference(priorId, impliedId);
  }
}
