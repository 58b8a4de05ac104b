// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { RegisteredLimits } from '../../limits/registered-limits.js';
import { registeredLimitView } from './limit-view.js';
import { collectionView } from '../shared/views.js';
import type { JsonObject } from '../../common/fields.js';
import type { RegisteredLimitRequest } from '../../limits/registered-limits.js';
import { bodyValue, without } from '../shared/bodies.js';
import { registeredLimitChanges } from './limit-requests.js';
import { registeredLimitProperties } from './limit-schema.js';

const schema = new SchemaValidator('registered_limit_create', {
  type: 'array',
  items: {
    type: 'object',
    properties: registeredLimitProperties,
    additionalProperties: false,
    required: ['service_id', 'resource_name', 'default_limit'],
  },
  minItems: 1,
});

@Controller('v3')
export class CreateRegisteredLimits {
  constructor(@Inject(RegisteredLimits) private readonly limits: RegisteredLimits) {}

  @Operation({
    method: 'POST',
    path: '/registered_limits',
    policy: { rule: 'identity:create_registered_limits' },
    success: 201,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const bodies = (await bodyValue(request, 'registered_limits', schema, {})) as JsonObject[];
    const limits = await this.limits.create(
      bodies.map((body) => registeredLimitChanges(body) as RegisteredLimitRequest),
    );
    return without(
      collectionView(request, 'registered_limits', 'registered_limits', limits.map(registeredLimitView)),
      'links',
    );
  }
}
