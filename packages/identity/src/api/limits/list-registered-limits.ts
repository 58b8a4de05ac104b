// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { RegisteredLimits } from '../../limits/registered-limits.js';
import { registeredLimitView } from './limit-view.js';
import { collectionView } from '../shared/views.js';
import { ListFilter } from '../../common/list-filter.js';

@Controller('v3')
export class ListRegisteredLimits {
  constructor(@Inject(RegisteredLimits) private readonly limits: RegisteredLimits) {}

  @Operation({
    method: 'GET',
    path: '/registered_limits',
    policy: { rule: 'identity:list_registered_limits' },
    success: 200,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const filter = ListFilter.parse(request.query, ['service_id', 'region_id', 'resource_name']);
    const limits = await this.limits.list({
      serviceId: filter.exact('service_id'),
      resourceName: filter.exact('resource_name'),
    });
    return collectionView(request, 'registered_limits', 'registered_limits', limits.map(registeredLimitView), {
      filter,
    });
  }
}
