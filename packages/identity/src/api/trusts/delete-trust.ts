// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Trusts } from '../../trusts/trusts.js';
import { Access } from '../shared/access.js';
import { trustView } from './trust-views.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageTrusts } from '../shared/delegation.js';

@Controller('v3')
export class DeleteTrust {
  constructor(
    @Inject(Trusts) private readonly trusts: Trusts,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/OS-TRUST/trusts/:trust_id',
    policy: { rule: 'identity:delete_trust', target: 'resource' },
    success: 204,
  })
  async handle(@Req() request: Request, @Param('trust_id') id: string): Promise<void> {
    await this.access.authorizeExisting(
      request,
      'identity:delete_trust',
      () => this.trusts.get(id),
      (found) => ({ trust: trustView(found) }),
    );
    assertMayManageTrusts(callerOf(request));
    await this.trusts.delete(id);
  }
}
