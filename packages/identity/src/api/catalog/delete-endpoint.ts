// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { Endpoints } from '../../catalog/endpoints.js';

@Controller('v3')
export class DeleteEndpoint {
  constructor(@Inject(Endpoints) private readonly endpoints: Endpoints) {}

  @Operation({
    method: 'DELETE',
    path: '/endpoints/:endpoint_id',
    policy: { rule: 'identity:delete_endpoint' },
    success: 204,
  })
  async handle(@Param('endpoint_id') id: string): Promise<void> {
    await this.endpoints.delete(id);
  }
}
