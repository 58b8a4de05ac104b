// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Domains } from '../../domains/domains.js';
import { domainView } from './domain-view.js';
import { ListFilter } from '../../common/list-filter.js';
import { ListLimits } from '../shared/list-limits.js';
import { collectionView } from '../shared/views.js';

@Controller('v3')
export class ListDomains {
  constructor(
    @Inject(Domains) private readonly domains: Domains,
    @Inject(ListLimits) private readonly limits: ListLimits,
  ) {}

  @Operation({ method: 'GET', path: '/domains', policy: { rule: 'identity:list_domains' }, success: 200 })
  async handle(@Req() request: Request): Promise<unknown> {
    const filter = ListFilter.parse(request.query, ['name', 'enabled']);
    const domains = (await this.domains.list(filter)).map(domainView);
    return collectionView(request, 'domains', 'domains', domains, { filter, limit: this.limits.projects });
  }
}
