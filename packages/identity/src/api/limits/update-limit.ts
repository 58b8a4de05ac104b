// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Limits } from '../../limits/limits.js';
import { limitView } from './limit-view.js';
import { memberView } from '../shared/views.js';
import { bodyMember } from '../shared/bodies.js';
import { limitUpdateProperties } from './limit-schema.js';

const schema = new SchemaValidator('limit_update', {
  type: 'object',
  properties: limitUpdateProperties,
  additionalProperties: false,
});

@Controller('v3')
export class UpdateLimit {
  constructor(@Inject(Limits) private readonly limits: Limits) {}

  @Operation({ method: 'PATCH', path: '/limits/:limit_id', policy: { rule: 'identity:update_limit' }, success: 200 })
  async handle(@Req() request: Request, @Param('limit_id') id: string): Promise<unknown> {
    const body = await bodyMember(request, 'limit', schema);
    const { resource_limit: resourceLimit, description } = body as {
      resource_limit?: number;
      description?: string | null;
    };
    const limit = await this.limits.update(id, {
      ...(resourceLimit === undefined ? {} : { resourceLimit }),
      ...(description === undefined ? {} : { description }),
    });
    return memberView(request, 'limits', 'limit', limitView(limit));
  }
}
