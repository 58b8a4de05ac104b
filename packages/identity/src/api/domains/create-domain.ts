// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Domains } from '../../domains/domains.js';
import { domainView } from './domain-view.js';
import { readFields } from '../../common/fields.js';
import { newId } from '../../common/identifiers.js';
import { ValidationError } from '../../errors.js';
import { projectFields } from '../../projects/project.js';
import { bodyMember, normalizedNames, without } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { domainProperties } from './domain-schema.js';

const schema = new SchemaValidator('domain_create', {
  type: 'object',
  properties: domainProperties,
  required: ['name'],
  additionalProperties: true,
});

/** What only projects have. */
const NOT_A_DOMAINS = ['domain_id', 'parent_id', 'is_domain'];

@Controller('v3')
export class CreateDomain {
  constructor(@Inject(Domains) private readonly domains: Domains) {}

  @Operation({ method: 'POST', path: '/domains', policy: { rule: 'identity:create_domain' }, success: 201 })
  async handle(@Req() request: Request): Promise<unknown> {
    const body = await bodyMember(request, 'domain', schema);
    const { explicit_domain_id: id } = body;
    if (id !== undefined && id !== null && !(typeof id === 'string' && /^[0-9a-f]{32}$/.test(id)))
      throw new ValidationError('Domain ID does not conform to required UUID format.');
    const given = readFields(
      without(normalizedNames(body), 'id', 'explicit_domain_id', ...NOT_A_DOMAINS),
      projectFields,
    );
    const domain = await this.domains.create(
      { ...given, name: String(body.name) },
      typeof id === 'string' ? id : newId(),
    );
    return memberView(request, 'domains', 'domain', domainView(domain));
  }
}
