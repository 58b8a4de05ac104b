// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { Services } from '../../catalog/services.js';

@Controller('v3')
export class DeleteService {
  constructor(@Inject(Services) private readonly services: Services) {}

  @Operation({
    method: 'DELETE',
    path: '/services/:service_id',
    policy: { rule: 'identity:delete_service' },
    success: 204,
  })
  async handle(@Param('service_id') id: string): Promise<void> {
    await this.services.delete(id);
  }
}
