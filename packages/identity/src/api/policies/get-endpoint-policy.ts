// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { PolicyDocuments } from '../../policy-documents/policy-documents.js';
import { Endpoints } from '../../catalog/endpoints.js';
import { memberView } from '../shared/views.js';
import { writeFields } from '../../common/fields.js';
import { policyFields } from '../../policy-documents/policy-document.js';

@Controller('v3')
export class GetEndpointPolicy {
  constructor(
    @Inject(PolicyDocuments) private readonly policies: PolicyDocuments,
    @Inject(Endpoints) private readonly endpoints: Endpoints,
  ) {}

  @Operation({
    method: 'GET',
    path: '/endpoints/:endpoint_id/OS-ENDPOINT-POLICY/policy',
    policy: { rule: 'identity:get_policy_for_endpoint' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('endpoint_id') id: string): Promise<unknown> {
    const policy = await this.policies.ofEndpoint(await this.endpoints.get(id));
    // Upstream puts the policy's id behind the endpoints' path (keystone/api/endpoints.py, Zed).
    return memberView(request, 'endpoints', 'policy', writeFields(policy, policyFields));
  }
}
