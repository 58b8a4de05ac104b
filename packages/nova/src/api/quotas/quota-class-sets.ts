// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { QuotaService } from '../../quotas/quota-service.js';
import { updateQuotaClassSetSchema } from '../schemas/quotas.js';
import { CheckedBody } from '../validation/checked-parameters.js';
import { checkLength } from '../validation/values.js';
import { limitsIn, quotaClassResources, quotaView } from './quota-view.js';

const PATH = '/os-quota-class-sets/:id';

@Controller('v2.1')
export class QuotaClassSets {
  constructor(@Inject(QuotaService) private readonly quotas: QuotaService) {}

  @Operation({
    method: 'GET',
    path: PATH,
    policy: { rule: 'os_compute_api:os-quota-class-sets:show' },
    success: 200,
  })
  async get(@Param('id') name: string, @Req() request: Request): Promise<unknown> {
    return { quota_class_set: quotaView(await this.quotas.ofClass(name), quotaClassResources(request), name) };
  }

  @Operation({
    method: 'PUT',
    path: PATH,
    policy: { rule: 'os_compute_api:os-quota-class-sets:update' },
    success: 200,
  })
  async update(
    @Param('id') name: string,
    @CheckedBody(updateQuotaClassSetSchema) body: { readonly quota_class_set: Readonly<Record<string, unknown>> },
    @Req() request: Request,
  ): Promise<unknown> {
    checkLength(name, 'quota_class_name', { min: 1, max: 255 });
    await this.quotas.updateClass(name, limitsIn(body.quota_class_set));
    return { quota_class_set: quotaView(await this.quotas.ofClass(name), quotaClassResources(request)) };
  }
}
