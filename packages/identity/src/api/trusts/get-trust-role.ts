// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Trusts } from '../../trusts/trusts.js';
import { Roles } from '../../roles/roles.js';
import { Access } from '../shared/access.js';
import { trustView } from './trust-views.js';
import { memberView } from '../shared/views.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageTrusts } from '../shared/delegation.js';
import { notFound } from '../../errors.js';
import { roleView } from '../roles/role-view.js';

@Controller('v3')
export class GetTrustRole {
  constructor(
    @Inject(Trusts) private readonly trusts: Trusts,
    @Inject(Roles) private readonly roles: Roles,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/OS-TRUST/trusts/:trust_id/roles/:role_id',
    policy: { rule: 'identity:get_role_for_trust', target: 'resource' },
    success: 200,
  })
  async handle(
    @Req() request: Request,
    @Param('trust_id') id: string,
    @Param('role_id') roleId: string,
  ): Promise<unknown> {
    const trust = await this.access.authorizeExisting(
      request,
      'identity:get_role_for_trust',
      () => this.trusts.get(id),
      (found) => ({ trust: trustView(found) }),
    );
    assertMayManageTrusts(callerOf(request));
    if (!trust.roleIds.includes(roleId)) throw notFound('role', roleId);
    return memberView(request, 'roles', 'role', roleView(await this.roles.get(roleId)));
  }
}
