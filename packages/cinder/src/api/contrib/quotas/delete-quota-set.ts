// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { QuotaService } from '../../../quotas/quota-service.js';

@Controller('v3')
export class DeleteQuotaSet {
  constructor(@Inject(QuotaService) private readonly quotas: QuotaService) {}

  @Operation({
    method: 'DELETE',
    path: '/os-quota-sets/:id',
    policy: { rule: 'volume_extension:quotas:delete', target: 'resource' },
    success: 200,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.quotas.delete(context, id);
  }
}
