// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Domains } from '../../domains/domains.js';
import { Access } from '../shared/access.js';
import { domainView } from './domain-view.js';
import { memberView } from '../shared/views.js';

@Controller('v3')
export class GetDomain {
  constructor(
    @Inject(Domains) private readonly domains: Domains,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/domains/:domain_id',
    policy: { rule: 'identity:get_domain', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('domain_id') id: string): Promise<unknown> {
    const domain = await this.access.authorizeFor(
      request,
      'identity:get_domain',
      () => this.domains.get(id),
      (found) => ({ domain: domainView(found) }),
    );
    return memberView(request, 'domains', 'domain', domainView(domain));
  }
}
