// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { EndpointFilter } from '../../endpoint-filter/endpoint-filter.js';
import { endpointGroupView } from './endpoint-group-view.js';
import { collectionView } from '../shared/views.js';
import { ListFilter } from '../../common/list-filter.js';

@Controller('v3')
export class ListEndpointGroups {
  constructor(@Inject(EndpointFilter) private readonly filter: EndpointFilter) {}

  @Operation({
    method: 'GET',
    path: '/OS-EP-FILTER/endpoint_groups',
    policy: { rule: 'identity:list_endpoint_groups' },
    success: 200,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const filter = ListFilter.parse(request.query, ['name']);
    const groups = (await this.filter.listGroups(filter)).map(endpointGroupView);
    return collectionView(request, 'OS-EP-FILTER/endpoint_groups', 'endpoint_groups', groups, { filter });
  }
}
