// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { ListFilter } from '../../common/list-filter.js';
import { Endpoints } from '../../catalog/endpoints.js';
import { collectionView } from '../shared/views.js';
import { endpointView } from './endpoint-view.js';

@Controller('v3')
export class ListEndpoints {
  constructor(@Inject(Endpoints) private readonly endpoints: Endpoints) {}

  @Operation({ method: 'GET', path: '/endpoints', policy: { rule: 'identity:list_endpoints' }, success: 200 })
  async handle(@Req() request: Request): Promise<unknown> {
    const filter = ListFilter.parse(request.query, ['interface', 'service_id', 'region_id']);
    const found = await this.endpoints.list(filter);
    return collectionView(
      request,
      'endpoints',
      'endpoints',
      found.map((one) => endpointView(one)),
      { filter },
    );
  }
}
