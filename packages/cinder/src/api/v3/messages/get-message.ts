// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { MessageService } from '../../../messages/message-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { messageView } from '../../views/message-view.js';

@Controller('v3')
export class GetMessage {
  constructor(
    @Inject(MessageService) private readonly messages: MessageService,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
  ) {}

  @Operation({
    method: 'GET',
    path: '/messages/:id',
    microversions: { min: '3.3' },
    policy: { rule: 'message:get', target: 'resource' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    const row = await this.messages.get(context, id);
    return { message: messageView(row, this.collections.links(request, 'messages', id)) };
  }
}
