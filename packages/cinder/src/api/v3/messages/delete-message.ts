// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { MessageService } from '../../../messages/message-service.js';

@Controller('v3')
export class DeleteMessage {
  constructor(@Inject(MessageService) private readonly messages: MessageService) {}

  @Operation({
    method: 'DELETE',
    path: '/messages/:id',
    microversions: { min: '3.3' },
    policy: { rule: 'message:delete', target: 'resource' },
    success: 204,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.messages.delete(context, id);
  }
}
