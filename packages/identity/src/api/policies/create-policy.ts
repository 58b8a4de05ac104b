// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { readFields, writeFields } from '../../common/fields.js';
import { policyFields } from '../../policy-documents/policy-document.js';
import { PolicyDocuments } from '../../policy-documents/policy-documents.js';
import { bodyMember, without } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { policyProperties } from './policy-schema.js';

const schema = new SchemaValidator('policy_create', {
  type: 'object',
  properties: policyProperties,
  required: ['blob', 'type'],
  additionalProperties: true,
});

@Controller('v3')
export class CreatePolicy {
  constructor(@Inject(PolicyDocuments) private readonly policyDocuments: PolicyDocuments) {}

  @Operation({ method: 'POST', path: '/policies', policy: { rule: 'identity:create_policy' }, success: 201 })
  async handle(@Req() request: Request): Promise<unknown> {
    const body = await bodyMember(request, 'policy', schema);
    const { extra } = readFields(without(body, 'id'), policyFields);
    const policy = await this.policyDocuments.create({ type: String(body.type), blob: String(body.blob), extra });
    return memberView(request, 'policies', 'policy', writeFields(policy, policyFields));
  }
}
