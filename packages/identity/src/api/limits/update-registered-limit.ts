// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { RegisteredLimits } from '../../limits/registered-limits.js';
import { registeredLimitView } from './limit-view.js';
import { memberView } from '../shared/views.js';
import { bodyMember } from '../shared/bodies.js';
import { registeredLimitChanges } from './limit-requests.js';
import { registeredLimitProperties } from './limit-schema.js';

const schema = new SchemaValidator('registered_limit_update', {
  type: 'object',
  properties: registeredLimitProperties,
  additionalProperties: false,
});

@Controller('v3')
export class UpdateRegisteredLimit {
  constructor(@Inject(RegisteredLimits) private readonly limits: RegisteredLimits) {}

  @Operation({
    method: 'PATCH',
    path: '/registered_limits/:registered_limit_id',
    policy: { rule: 'identity:update_registered_limit' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('registered_limit_id') id: string): Promise<unknown> {
    const body = await bodyMember(request, 'registered_limit', schema);
    const limit = await this.limits.update(id, registeredLimitChanges(body));
    return memberView(request, 'registered_limits', 'registered_limit', registeredLimitView(limit));
  }
}
