// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { readFields, writeFields } from '../../common/fields.js';
import { serviceFields } from '../../catalog/service.js';
import { Services } from '../../catalog/services.js';
import { bodyMember, without } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { serviceProperties } from './service-schema.js';

const schema = new SchemaValidator('service_create', {
  type: 'object',
  properties: serviceProperties,
  required: ['type'],
  additionalProperties: true,
});

@Controller('v3')
export class CreateService {
  constructor(@Inject(Services) private readonly services: Services) {}

  @Operation({ method: 'POST', path: '/services', policy: { rule: 'identity:create_service' }, success: 201 })
  async handle(@Req() request: Request): Promise<unknown> {
    const body = await bodyMember(request, 'service', schema);
    const given = readFields(without(body, 'id'), serviceFields);
    const service = await this.services.create({ ...given, type: String(body.type) });
    return memberView(request, 'services', 'service', writeFields(service, serviceFields));
  }
}
