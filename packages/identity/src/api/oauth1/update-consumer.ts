// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Consumers } from '../../oauth1/consumers.js';
import { readFields, writeFields } from '../../common/fields.js';
import { consumerFields } from '../../oauth1/oauth1.js';
import { memberView } from '../shared/views.js';
import { assertSameId, bodyMember, normalizedNames, without } from '../shared/bodies.js';
import { nullableText } from '../shared/parameter-types.js';

const schema = new SchemaValidator('consumer_update', {
  type: 'object',
  properties: { description: nullableText },
  not: { required: ['secret'] },
  minProperties: 1,
  additionalProperties: true,
});

@Controller('v3')
export class UpdateConsumer {
  constructor(@Inject(Consumers) private readonly consumers: Consumers) {}

  @Operation({
    method: 'PATCH',
    path: '/OS-OAUTH1/consumers/:consumer_id',
    policy: { rule: 'identity:update_consumer' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('consumer_id') id: string): Promise<unknown> {
    const body = normalizedNames(await bodyMember(request, 'consumer', schema));
    assertSameId(body, id);
    const consumer = await this.consumers.update(id, readFields(without(body, 'id'), consumerFields));
    return memberView(request, 'OS-OAUTH1/consumers', 'consumer', writeFields(consumer, consumerFields));
  }
}
