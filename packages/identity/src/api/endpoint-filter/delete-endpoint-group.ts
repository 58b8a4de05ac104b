// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { EndpointFilter } from '../../endpoint-filter/endpoint-filter.js';

@Controller('v3')
export class DeleteEndpointGroup {
  constructor(@Inject(EndpointFilter) private readonly filter: EndpointFilter) {}

  @Operation({
    method: 'DELETE',
    path: '/OS-EP-FILTER/endpoint_groups/:endpoint_group_id',
    policy: { rule: 'identity:delete_endpoint_group' },
    success: 204,
  })
  async handle(@Param('endpoint_group_id') id: string): Promise<void> {
    await this.filter.deleteGroup(id);
  }
}
