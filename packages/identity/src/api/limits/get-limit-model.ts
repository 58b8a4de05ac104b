// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { Limits } from '../../limits/limits.js';

@Controller('v3')
export class GetLimitModel {
  constructor(@Inject(Limits) private readonly limits: Limits) {}

  @Operation({ method: 'GET', path: '/limits/model', policy: { rule: 'identity:get_limit_model' }, success: 200 })
  async handle(): Promise<unknown> {
    return { model: this.limits.model };
  }
}
