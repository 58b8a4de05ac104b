// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { Consumers } from '../../oauth1/consumers.js';

@Controller('v3')
export class DeleteConsumer {
  constructor(@Inject(Consumers) private readonly consumers: Consumers) {}

  @Operation({
    method: 'DELETE',
    path: '/OS-OAUTH1/consumers/:consumer_id',
    policy: { rule: 'identity:delete_consumer' },
    success: 204,
  })
  async handle(@Param('consumer_id') id: string): Promise<void> {
    await this.consumers.delete(id);
  }
}
