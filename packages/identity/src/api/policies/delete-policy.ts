// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { PolicyDocuments } from '../../policy-documents/policy-documents.js';

@Controller('v3')
export class DeletePolicy {
  constructor(@Inject(PolicyDocuments) private readonly policyDocuments: PolicyDocuments) {}

  @Operation({
    method: 'DELETE',
    path: '/policies/:policy_id',
    policy: { rule: 'identity:delete_policy' },
    success: 204,
  })
  async handle(@Param('policy_id') id: string): Promise<void> {
    await this.policyDocuments.delete(id);
  }
}
