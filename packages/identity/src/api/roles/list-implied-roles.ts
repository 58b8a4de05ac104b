// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Roles } from '../../roles/roles.js';
import { RoleAccess } from './role-access.js';
import { inferenceView } from './inference-view.js';

@Controller('v3')
export class ListImpliedRoles {
  constructor(
    @Inject(Roles) private readonly roles: Roles,
    @Inject(RoleAccess) private readonly access: RoleAccess,
  ) {}

  @Operation({
    method: 'GET',
    path: '/roles/:prior_role_id/implies',
    policy: { rule: 'identity:list_implied_roles', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('prior_role_id') priorId: string): Promise<unknown> {
    await this.access.authorizedPair(request, 'identity:list_implied_roles', priorId);
    const rules = await this.roles.inferences(priorId);
    const implied = await this.roles.listByIds(rules.map(({ impliedId }) => impliedId));
    return inferenceView(request, await this.roles.get(priorId), implied, `roles/${priorId}/implies`);
  }
}
