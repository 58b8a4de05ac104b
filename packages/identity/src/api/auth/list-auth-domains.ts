// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Assignments } from '../../assignments/assignments.js';
import { collectionView } from '../shared/views.js';
import { callerOf } from '../shared/identity-context.js';
import { domainView } from '../domains/domain-view.js';

/** The domains that the caller may get a token for. */
@Controller('v3')
export class ListAuthDomains {
  constructor(@Inject(Assignments) private readonly assignments: Assignments) {}

  @Operation({ method: 'GET', path: '/auth/domains', policy: { rule: 'identity:get_auth_domains' }, success: 200 })
  async handle(@Req() request: Request): Promise<unknown> {
    const { token } = callerOf(request);
    const domains = await this.assignments.domainsOf(token.payload.userId);
    return collectionView(request, 'domains', 'domains', domains.map(domainView));
  }
}
