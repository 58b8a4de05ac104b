// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { Limits } from '../../limits/limits.js';

@Controller('v3')
export class DeleteLimit {
  constructor(@Inject(Limits) private readonly limits: Limits) {}

  @Operation({ method: 'DELETE', path: '/limits/:limit_id', policy: { rule: 'identity:delete_limit' }, success: 204 })
  async handle(@Param('limit_id') id: string): Promise<void> {
    await this.limits.delete(id);
  }
}
