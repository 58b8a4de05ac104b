// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Consumers } from '../../oauth1/consumers.js';
import { readFields, writeFields } from '../../common/fields.js';
import { consumerFields } from '../../oauth1/oauth1.js';
import { memberView } from '../shared/views.js';
import { bodyMember, normalizedNames, without } from '../shared/bodies.js';
import { nullableText } from '../shared/parameter-types.js';

const schema = new SchemaValidator('consumer_create', {
  type: 'object',
  properties: { description: nullableText },
  additionalProperties: true,
});

@Controller('v3')
export class CreateConsumer {
  constructor(@Inject(Consumers) private readonly consumers: Consumers) {}

  @Operation({
    method: 'POST',
    path: '/OS-OAUTH1/consumers',
    policy: { rule: 'identity:create_consumer' },
    success: 201,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const body = normalizedNames(await bodyMember(request, 'consumer', schema));
    const { consumer, secret } = await this.consumers.create(readFields(without(body, 'id', 'secret'), consumerFields));
    return memberView(request, 'OS-OAUTH1/consumers', 'consumer', { ...writeFields(consumer, consumerFields), secret });
  }
}
