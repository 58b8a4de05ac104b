// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Roles } from '../../roles/roles.js';
import { RoleAccess } from './role-access.js';
import { inferenceView } from './inference-view.js';

@Controller('v3')
export class GetImpliedRole {
  constructor(
    @Inject(Roles) private readonly roles: Roles,
    @Inject(RoleAccess) private readonly access: RoleAccess,
  ) {}

  @Operation({
    method: 'GET',
    path: '/roles/:prior_role_id/implies/:implied_role_id',
    policy: { rule: 'identity:get_implied_role', target: 'resource' },
    success: 200,
  })
  async handle(
    @Req() request: Request,
    @Param('prior_role_id') priorId: string,
    @Param('implied_role_id') impliedId: string,
  ): Promise<unknown> {
    await this.access.authorizedPair(request, 'identity:get_implied_role', priorId, impliedId);
    await this.roles.assertInference(priorId, impliedId);
    const [prior, implied] = await Promise.all([this.roles.get(priorId), this.roles.get(impliedId)]);
    return inferenceView(request, prior, implied, `roles/${priorId}/implies/${impliedId}`);
  }
}
