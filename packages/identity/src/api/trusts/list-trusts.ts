// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Trusts } from '../../trusts/trusts.js';
import { Access } from '../shared/access.js';
import { TRUSTS_PATH, trustView } from './trust-views.js';
import { collectionView } from '../shared/views.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageTrusts } from '../shared/delegation.js';

@Controller('v3')
export class ListTrusts {
  constructor(
    @Inject(Trusts) private readonly trusts: Trusts,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/OS-TRUST/trusts',
    policy: {
      rule: ['identity:list_trusts', 'identity:list_trusts_for_trustor', 'identity:list_trusts_for_trustee'],
      target: 'resource',
    },
    success: 200,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const trustorUserId = request.query.get('trustor_user_id') ?? '';
    const trusteeUserId = request.query.get('trustee_user_id') ?? '';
    if (trustorUserId !== '')
      await this.access.authorize(request, 'identity:list_trusts_for_trustor', {
        trust: { trustor_user_id: trustorUserId },
      });
    else if (trusteeUserId !== '')
      await this.access.authorize(request, 'identity:list_trusts_for_trustee', {
        trust: { trustee_user_id: trusteeUserId },
      });
    else await this.access.authorize(request, 'identity:list_trusts');
    assertMayManageTrusts(callerOf(request));
    const where = trustorUserId !== '' ? { trustorUserId } : trusteeUserId !== '' ? { trusteeUserId } : {};
    // Upstream: a query that names neither user lists nothing.
    const trusts = Object.keys(where).length === 0 && request.query.size > 0 ? [] : await this.trusts.list(where);
    return collectionView(request, TRUSTS_PATH, 'trusts', trusts.map(trustView));
  }
}
