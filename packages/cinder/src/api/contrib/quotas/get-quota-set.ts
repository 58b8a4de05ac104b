// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { QuotaService } from '../../../quotas/quota-service.js';
import { queryFlag } from '../../flag.js';
import { quotaSetView } from './quota-set-view.js';

@Controller('v3')
export class GetQuotaSet {
  constructor(@Inject(QuotaService) private readonly quotas: QuotaService) {}

  @Operation({
    method: 'GET',
    path: '/os-quota-sets/:id',
    policy: { rule: 'volume_extension:quotas:show', target: 'resource' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    const states = await this.quotas.get(context, id);
    return { quota_set: { ...quotaSetView(states, { usage: queryFlag(request.query, 'usage') }), id } };
  }

  @Operation({
    method: 'GET',
    path: '/os-quota-sets/:id/defaults',
    policy: { rule: 'volume_extension:quotas:show', target: 'resource' },
    success: 200,
  })
  async defaults(@Caller() context: RequestContext, @Param('id') id: string): Promise<unknown> {
    return { quota_set: { ...Object.fromEntries(await this.quotas.defaults(context, id)), id } };
  }
}
