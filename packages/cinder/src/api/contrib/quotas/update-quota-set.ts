// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { QuotaService } from '../../../quotas/quota-service.js';
import { integerOf } from '../../collection-requests.js';
import { updateQuotaSchema } from '../../schemas/quotas.js';
import { checkLength } from '../../validation/formats.js';
import { quotaSetView } from './quota-set-view.js';

/** Keys of a quota set that are no limits. */
const NO_LIMITS = ['tenant_id', 'id'];

@Controller('v3')
export class UpdateQuotaSet {
  constructor(@Inject(QuotaService) private readonly quotas: QuotaService) {}

  @Operation({
    method: 'PUT',
    path: '/os-quota-sets/:id',
    policy: { rule: 'volume_extension:quotas:update', target: 'resource' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(updateQuotaSchema) body: { readonly quota_set: Readonly<Record<string, unknown>> },
  ): Promise<unknown> {
    await this.quotas.authorizeUpdate(context, id);
    const given = Object.entries(body.quota_set).filter(([name]) => !NO_LIMITS.includes(name));
    await this.quotas.checkNames(
      given.map(([name]) => name),
      'quota set',
    );
    const values = new Map(given.map(([name, value]) => [name, integerOf(value, name, -1)] as const));
    checkLength(id, 'quota_set_name', { min: 1, max: 255 });
    return { quota_set: quotaSetView(await this.quotas.update(id, values), { usage: false }) };
  }
}
