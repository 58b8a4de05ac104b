// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { readFields, writeFields } from '../../common/fields.js';
import { serviceFields } from '../../catalog/service.js';
import { Services } from '../../catalog/services.js';
import { assertSameId, bodyMember, without } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { serviceProperties } from './service-schema.js';

const schema = new SchemaValidator('service_update', {
  type: 'object',
  properties: serviceProperties,
  minProperties: 1,
  additionalProperties: true,
});

@Controller('v3')
export class UpdateService {
  constructor(@Inject(Services) private readonly services: Services) {}

  @Operation({
    method: 'PATCH',
    path: '/services/:service_id',
    policy: { rule: 'identity:update_service' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('service_id') id: string): Promise<unknown> {
    const body = await bodyMember(request, 'service', schema);
    assertSameId(body, id);
    const service = await this.services.update(id, readFields(without(body, 'id'), serviceFields));
    return memberView(request, 'services', 'service', writeFields(service, serviceFields));
  }
}
