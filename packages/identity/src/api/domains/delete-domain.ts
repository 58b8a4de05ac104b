// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { Domains } from '../../domains/domains.js';

@Controller('v3')
export class DeleteDomain {
  constructor(@Inject(Domains) private readonly domains: Domains) {}

  @Operation({
    method: 'DELETE',
    path: '/domains/:domain_id',
    policy: { rule: 'identity:delete_domain' },
    success: 204,
  })
  async handle(@Param('domain_id') id: string): Promise<void> {
    await this.domains.delete(id);
  }
}
