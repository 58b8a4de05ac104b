// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { JsonBody, Operation } from '@stackport/api';
import { QuotaService } from '../../../quotas/quota-service.js';
import { updateQuotaClassSchema } from '../../schemas/quotas.js';
import { checkLength } from '../../validation/formats.js';

@Controller('v3')
export class QuotaClassSets {
  constructor(@Inject(QuotaService) private readonly quotas: QuotaService) {}

  @Operation({
    method: 'GET',
    path: '/os-quota-class-sets/:id',
    policy: { rule: 'volume_extension:quota_classes:get' },
    success: 200,
  })
  async get(@Param('id') id: string): Promise<unknown> {
    return { quota_class_set: { ...Object.fromEntries(await this.quotas.getClass(id)), id } };
  }

  @Operation({
    method: 'PUT',
    path: '/os-quota-class-sets/:id',
    policy: { rule: 'volume_extension:quota_classes:update' },
    success: 200,
  })
  async update(
    @Param('id') id: string,
    @JsonBody(updateQuotaClassSchema) body: { readonly quota_class_set: Readonly<Record<string, string | number>> },
  ): Promise<unknown> {
    const given = Object.entries(body.quota_class_set);
    await this.quotas.checkNames(
      given.map(([name]) => name),
      'quota class set',
    );
    checkLength(id, 'quota_class_name', { min: 1, max: 255 });
    const values = new Map(given.map(([name, value]) => [name, Number(value)] as const));
    return { quota_class_set: Object.fromEntries(await this.quotas.updateClass(id, values)) };
  }
}
