// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { EndpointFilter } from '../../endpoint-filter/endpoint-filter.js';
import { endpointGroupView } from './endpoint-group-view.js';
import { memberView } from '../shared/views.js';
import { endpointGroupProperties } from './endpoint-group-schema.js';
import type { EndpointGroupChanges } from '../../endpoint-filter/endpoint-group.js';
import { bodyMember } from '../shared/bodies.js';
import { ValidationError } from '../../errors.js';

const schema = new SchemaValidator('endpoint_group_create', {
  type: 'object',
  properties: endpointGroupProperties,
  required: ['name', 'filters'],
});

@Controller('v3')
export class CreateEndpointGroup {
  constructor(@Inject(EndpointFilter) private readonly filter: EndpointFilter) {}

  @Operation({
    method: 'POST',
    path: '/OS-EP-FILTER/endpoint_groups',
    policy: { rule: 'identity:create_endpoint_group' },
    success: 201,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const body = (await bodyMember(request, 'endpoint_group', schema)) as unknown as EndpointGroupChanges & {
      name: string;
    };
    if (Object.keys(body.filters ?? {}).length === 0)
      throw new ValidationError('filters field is required and cannot be empty');
    return memberView(
      request,
      'OS-EP-FILTER/endpoint_groups',
      'endpoint_group',
      endpointGroupView(await this.filter.createGroup(body)),
    );
  }
}
