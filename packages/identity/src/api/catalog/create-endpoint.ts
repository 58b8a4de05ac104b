// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { readFields } from '../../common/fields.js';
import { endpointFields } from '../../catalog/endpoint.js';
import { Endpoints } from '../../catalog/endpoints.js';
import { Regions } from '../../catalog/regions.js';
import { bodyMember, without } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { endpointProperties } from './endpoint-schema.js';
import { endpointView, regionOf } from './endpoint-view.js';

const schema = new SchemaValidator('endpoint_create', {
  type: 'object',
  properties: endpointProperties,
  required: ['interface', 'service_id', 'url'],
  additionalProperties: true,
});

type NewEndpoint = Parameters<Endpoints['create']>[0];

@Controller('v3')
export class CreateEndpoint {
  constructor(
    @Inject(Endpoints) private readonly endpoints: Endpoints,
    @Inject(Regions) private readonly regions: Regions,
  ) {}

  @Operation({ method: 'POST', path: '/endpoints', policy: { rule: 'identity:create_endpoint' }, success: 201 })
  async handle(@Req() request: Request): Promise<unknown> {
    const body = await bodyMember(request, 'endpoint', schema);
    const region = await regionOf(body, this.regions);
    const endpoint = await this.endpoints.create({
      ...readFields(without(body, 'id', 'region'), endpointFields),
      ...region,
    } as NewEndpoint);
    return memberView(request, 'endpoints', 'endpoint', endpointView(endpoint));
  }
}
