// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { MessageService } from '../../../messages/message-service.js';
import { ResourceFilters } from '../../../resource-filters/resource-filters.js';
import { CollectionRequests } from '../../collection-requests.js';
import { microversionOf } from '../../microversion.js';
import { messageView } from '../../views/message-view.js';
import { messageFilters } from './message-filters.js';

/** From here on the list has pages, an order and filters. */
const WITH_PAGES = 3005;

@Controller('v3')
export class ListMessages {
  constructor(
    @Inject(MessageService) private readonly messages: MessageService,
    @Inject(ResourceFilters) private readonly filters: ResourceFilters,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
  ) {}

  @Operation({
    method: 'GET',
    path: '/messages',
    microversions: { min: '3.3' },
    policy: { rule: 'message:get_all' },
    success: 200,
  })
  async list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const microversion = microversionOf(request);
    const { page, filters } = microversion < WITH_PAGES ? { page: {}, filters: {} } : this.collections.read(request);
    const taken = this.filters.process(context, filters, { resource: 'message', microversion, before: (all) => all });
    const where = messageFilters(taken);
    const rows = where === undefined ? [] : await this.messages.list(context, where, page);
    const next = this.collections.nextLinks(request, 'messages', rows);
    return {
      messages: rows.map((row) => messageView(row, this.collections.links(request, 'messages', row.id))),
      ...(next.length > 0 ? { messages_links: next } : {}),
    };
  }
}
