// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { RegisteredLimits } from '../../limits/registered-limits.js';

@Controller('v3')
export class DeleteRegisteredLimit {
  constructor(@Inject(RegisteredLimits) private readonly limits: RegisteredLimits) {}

  @Operation({
    method: 'DELETE',
    path: '/registered_limits/:registered_limit_id',
    policy: { rule: 'identity:delete_registered_limit' },
    success: 204,
  })
  async handle(@Param('registered_limit_id') id: string): Promise<void> {
    await this.limits.delete(id);
  }
}
