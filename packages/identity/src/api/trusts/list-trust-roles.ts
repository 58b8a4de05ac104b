// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Trusts } from '../../trusts/trusts.js';
import { Access } from '../shared/access.js';
import { trustView, TrustViews } from './trust-views.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageTrusts } from '../shared/delegation.js';
import { baseUrl } from '../shared/base-url.js';

@Controller('v3')
export class ListTrustRoles {
  constructor(
    @Inject(Trusts) private readonly trusts: Trusts,
    @Inject(TrustViews) private readonly views: TrustViews,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/OS-TRUST/trusts/:trust_id/roles',
    policy: { rule: 'identity:list_roles_for_trust', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('trust_id') id: string): Promise<unknown> {
    const trust = await this.access.authorizeExisting(
      request,
      'identity:list_roles_for_trust',
      () => this.trusts.get(id),
      (found) => ({ trust: trustView(found) }),
    );
    assertMayManageTrusts(callerOf(request));
    const links = { self: `${baseUrl(request)}/${id}/roles`, next: null, previous: null };
    return { roles: await this.views.rolesOf(request, trust), links };
  }
}
