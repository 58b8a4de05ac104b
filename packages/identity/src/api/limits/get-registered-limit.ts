// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { RegisteredLimits } from '../../limits/registered-limits.js';
import { registeredLimitView } from './limit-view.js';
import { memberView } from '../shared/views.js';

@Controller('v3')
export class GetRegisteredLimit {
  constructor(@Inject(RegisteredLimits) private readonly limits: RegisteredLimits) {}

  @Operation({
    method: 'GET',
    path: '/registered_limits/:registered_limit_id',
    policy: { rule: 'identity:get_registered_limit' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('registered_limit_id') id: string): Promise<unknown> {
    return memberView(request, 'registered_limits', 'registered_limit', registeredLimitView(await this.limits.get(id)));
  }
}
