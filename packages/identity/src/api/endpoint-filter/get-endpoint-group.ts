// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { EndpointFilter } from '../../endpoint-filter/endpoint-filter.js';
import { endpointGroupView } from './endpoint-group-view.js';
import { memberView } from '../shared/views.js';

@Controller('v3')
export class GetEndpointGroup {
  constructor(@Inject(EndpointFilter) private readonly filter: EndpointFilter) {}

  @Operation({
    method: 'GET',
    path: '/OS-EP-FILTER/endpoint_groups/:endpoint_group_id',
    policy: { rule: 'identity:get_endpoint_group' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('endpoint_group_id') id: string): Promise<unknown> {
    return memberView(
      request,
      'OS-EP-FILTER/endpoint_groups',
      'endpoint_group',
      endpointGroupView(await this.filter.getGroup(id)),
    );
  }
}
