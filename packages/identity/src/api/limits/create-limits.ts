// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Limits } from '../../limits/limits.js';
import { limitView } from './limit-view.js';
import { collectionView } from '../shared/views.js';
import type { JsonObject } from '../../common/fields.js';
import { bodyValue, without } from '../shared/bodies.js';
import { limitRequest } from './limit-requests.js';
import { limitOf } from './limit-schema.js';

const schema = new SchemaValidator('limit_create', {
  type: 'array',
  items: { type: 'object', oneOf: [limitOf('project_id'), limitOf('domain_id')] },
  minItems: 1,
});

@Controller('v3')
export class CreateLimits {
  constructor(@Inject(Limits) private readonly limits: Limits) {}

  @Operation({ method: 'POST', path: '/limits', policy: { rule: 'identity:create_limits' }, success: 201 })
  async handle(@Req() request: Request): Promise<unknown> {
    const bodies = (await bodyValue(request, 'limits', schema, {})) as JsonObject[];
    const limits = await this.limits.create(bodies.map(limitRequest));
    return without(collectionView(request, 'limits', 'limits', limits.map(limitView)), 'links');
  }
}
