// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { readFields, writeFields } from '../../common/fields.js';
import { policyFields } from '../../policy-documents/policy-document.js';
import { PolicyDocuments } from '../../policy-documents/policy-documents.js';
import { assertSameId, bodyMember, without } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { policyProperties } from './policy-schema.js';

const schema = new SchemaValidator('policy_update', {
  type: 'object',
  properties: policyProperties,
  minProperties: 1,
  additionalProperties: true,
});

@Controller('v3')
export class UpdatePolicy {
  constructor(@Inject(PolicyDocuments) private readonly policyDocuments: PolicyDocuments) {}

  @Operation({
    method: 'PATCH',
    path: '/policies/:policy_id',
    policy: { rule: 'identity:update_policy' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('policy_id') id: string): Promise<unknown> {
    const body = await bodyMember(request, 'policy', schema);
    assertSameId(body, id);
    const policy = await this.policyDocuments.update(id, readFields(without(body, 'id'), policyFields));
    return memberView(request, 'policies', 'policy', writeFields(policy, policyFields));
  }
}
