// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { ResourceFilters } from '../../../resource-filters/resource-filters.js';

@Controller('v3')
export class ListResourceFilters {
  constructor(@Inject(ResourceFilters) private readonly filters: ResourceFilters) {}

  @Operation({
    method: 'GET',
    path: '/resource_filters',
    microversions: { min: '3.33' },
    policy: 'authenticated',
    success: 200,
  })
  list(@Req() request: Request): unknown {
    const filters = this.filters.list(request.query.get('resource') ?? undefined);
    return {
      resource_filters: Object.entries(filters).map(([resource, names]) => ({ resource, filters: names })),
    };
  }
}
