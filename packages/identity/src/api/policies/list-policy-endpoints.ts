// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { PolicyDocuments } from '../../policy-documents/policy-documents.js';
import { collectionView } from '../shared/views.js';
import { endpointView } from '../catalog/endpoint-view.js';
import { without } from '../shared/bodies.js';

@Controller('v3')
export class ListPolicyEndpoints {
  constructor(@Inject(PolicyDocuments) private readonly policies: PolicyDocuments) {}

  @Operation({
    method: 'GET',
    path: '/policies/:policy_id/OS-ENDPOINT-POLICY/endpoints',
    policy: { rule: 'identity:list_endpoints_for_policy' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('policy_id') id: string): Promise<unknown> {
    await this.policies.get(id);
    const endpoints = await this.policies.endpointsOf(id);
    // Unlike the catalog's own lists, this one has the region under one name only.
    return collectionView(
      request,
      'endpoints',
      'endpoints',
      endpoints.map((endpoint) => without(endpointView(endpoint), 'region')),
    );
  }
}
