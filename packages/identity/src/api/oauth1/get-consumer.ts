// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Consumers } from '../../oauth1/consumers.js';
import { writeFields } from '../../common/fields.js';
import { consumerFields } from '../../oauth1/oauth1.js';
import { memberView } from '../shared/views.js';

@Controller('v3')
export class GetConsumer {
  constructor(@Inject(Consumers) private readonly consumers: Consumers) {}

  @Operation({
    method: 'GET',
    path: '/OS-OAUTH1/consumers/:consumer_id',
    policy: { rule: 'identity:get_consumer' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('consumer_id') id: string): Promise<unknown> {
    return memberView(
      request,
      'OS-OAUTH1/consumers',
      'consumer',
      writeFields(await this.consumers.get(id), consumerFields),
    );
  }
}
