// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { writeFields } from '../../common/fields.js';
import { policyFields } from '../../policy-documents/policy-document.js';
import { PolicyDocuments } from '../../policy-documents/policy-documents.js';
import { memberView } from '../shared/views.js';

@Controller('v3')
export class GetPolicy {
  constructor(@Inject(PolicyDocuments) private readonly policyDocuments: PolicyDocuments) {}

  @Operation({ method: 'GET', path: '/policies/:policy_id', policy: { rule: 'identity:get_policy' }, success: 200 })
  async handle(@Req() request: Request, @Param('policy_id') id: string): Promise<unknown> {
    return memberView(request, 'policies', 'policy', writeFields(await this.policyDocuments.get(id), policyFields));
  }
}
