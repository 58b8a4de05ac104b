// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { writeFields } from '../../common/fields.js';
import { ListFilter } from '../../common/list-filter.js';
import { policyFields } from '../../policy-documents/policy-document.js';
import { PolicyDocuments } from '../../policy-documents/policy-documents.js';
import { collectionView } from '../shared/views.js';

@Controller('v3')
export class ListPolicies {
  constructor(@Inject(PolicyDocuments) private readonly policyDocuments: PolicyDocuments) {}

  @Operation({ method: 'GET', path: '/policies', policy: { rule: 'identity:list_policies' }, success: 200 })
  async handle(@Req() request: Request): Promise<unknown> {
    const filter = ListFilter.parse(request.query, ['type']);
    const found = await this.policyDocuments.list(filter);
    return collectionView(
      request,
      'policies',
      'policies',
      found.map((one) => writeFields(one, policyFields)),
      { filter },
    );
  }
}
