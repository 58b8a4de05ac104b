// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { EndpointFilter } from '../../endpoint-filter/endpoint-filter.js';
import { collectionView } from '../shared/views.js';
import { endpointView } from '../catalog/endpoint-view.js';

@Controller('v3')
export class ListEndpointsInGroup {
  constructor(@Inject(EndpointFilter) private readonly filter: EndpointFilter) {}

  @Operation({
    method: 'GET',
    path: '/OS-EP-FILTER/endpoint_groups/:endpoint_group_id/endpoints',
    policy: { rule: 'identity:list_endpoints_associated_with_endpoint_group' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('endpoint_group_id') id: string): Promise<unknown> {
    const endpoints = await this.filter.endpointsOfGroup(id);
    return collectionView(request, 'endpoints', 'endpoints', endpoints.map(endpointView));
  }
}
