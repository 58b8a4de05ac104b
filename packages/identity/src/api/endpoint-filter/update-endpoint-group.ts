// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { EndpointFilter } from '../../endpoint-filter/endpoint-filter.js';
import { endpointGroupView } from './endpoint-group-view.js';
import { memberView } from '../shared/views.js';
import { endpointGroupProperties } from './endpoint-group-schema.js';
import { assertSameId, bodyMember } from '../shared/bodies.js';

const schema = new SchemaValidator('endpoint_group_update', {
  type: 'object',
  properties: endpointGroupProperties,
  minProperties: 1,
});

@Controller('v3')
export class UpdateEndpointGroup {
  constructor(@Inject(EndpointFilter) private readonly filter: EndpointFilter) {}

  @Operation({
    method: 'PATCH',
    path: '/OS-EP-FILTER/endpoint_groups/:endpoint_group_id',
    policy: { rule: 'identity:update_endpoint_group' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('endpoint_group_id') id: string): Promise<unknown> {
    const body = await bodyMember(request, 'endpoint_group', schema);
    assertSameId(body, id);
    const group = await this.filter.updateGroup(id, body);
    return memberView(request, 'OS-EP-FILTER/endpoint_groups', 'endpoint_group', endpointGroupView(group));
  }
}
