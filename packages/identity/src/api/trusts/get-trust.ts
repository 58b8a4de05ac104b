// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Trusts } from '../../trusts/trusts.js';
import { Access } from '../shared/access.js';
import { TRUSTS_PATH, trustView, TrustViews } from './trust-views.js';
import { memberView } from '../shared/views.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageTrusts } from '../shared/delegation.js';

@Controller('v3')
export class GetTrust {
  constructor(
    @Inject(Trusts) private readonly trusts: Trusts,
    @Inject(TrustViews) private readonly views: TrustViews,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/OS-TRUST/trusts/:trust_id',
    policy: { rule: 'identity:get_trust', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('trust_id') id: string): Promise<unknown> {
    const trust = await this.access.authorizeExisting(
      request,
      'identity:get_trust',
      () => this.trusts.get(id),
      (found) => ({ trust: trustView(found) }),
    );
    assertMayManageTrusts(callerOf(request));
    return memberView(request, TRUSTS_PATH, 'trust', await this.views.whole(request, trust));
  }
}
