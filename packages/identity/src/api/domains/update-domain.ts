// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Domains } from '../../domains/domains.js';
import { domainView } from './domain-view.js';
import { readFields } from '../../common/fields.js';
import { projectFields } from '../../projects/project.js';
import { bodyMember, without } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { domainProperties } from './domain-schema.js';

const schema = new SchemaValidator('domain_update', {
  type: 'object',
  properties: domainProperties,
  minProperties: 1,
  additionalProperties: true,
});

@Controller('v3')
export class UpdateDomain {
  constructor(@Inject(Domains) private readonly domains: Domains) {}

  @Operation({ method: 'PATCH', path: '/domains/:domain_id', policy: { rule: 'identity:update_domain' }, success: 200 })
  async handle(@Req() request: Request, @Param('domain_id') id: string): Promise<unknown> {
    const body = await bodyMember(request, 'domain', schema);
    const changes = readFields(without(body, 'id', 'domain_id', 'parent_id', 'is_domain'), projectFields);
    const domain = await this.domains.update(id, changes);
    return memberView(request, 'domains', 'domain', domainView(domain));
  }
}
