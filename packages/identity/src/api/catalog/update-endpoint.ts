// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { readFields } from '../../common/fields.js';
import { endpointFields } from '../../catalog/endpoint.js';
import { Endpoints } from '../../catalog/endpoints.js';
import { Regions } from '../../catalog/regions.js';
import { assertSameId, bodyMember, without } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { endpointProperties } from './endpoint-schema.js';
import { endpointView, regionOf } from './endpoint-view.js';

const schema = new SchemaValidator('endpoint_update', {
  type: 'object',
  properties: endpointProperties,
  minProperties: 1,
  additionalProperties: true,
});

@Controller('v3')
export class UpdateEndpoint {
  constructor(
    @Inject(Endpoints) private readonly endpoints: Endpoints,
    @Inject(Regions) private readonly regions: Regions,
  ) {}

  @Operation({
    method: 'PATCH',
    path: '/endpoints/:endpoint_id',
    policy: { rule: 'identity:update_endpoint' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('endpoint_id') id: string): Promise<unknown> {
    const body = await bodyMember(request, 'endpoint', schema);
    assertSameId(body, id);
    const region = await regionOf(body, this.regions);
    const endpoint = await this.endpoints.update(id, {
      ...readFields(without(body, 'id', 'region'), endpointFields),
      ...region,
    });
    return memberView(request, 'endpoints', 'endpoint', endpointView(endpoint));
  }
}
