// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { EndpointFilter } from '../../endpoint-filter/endpoint-filter.js';

@Controller('v3')
export class RemoveProjectEndpoint {
  constructor(@Inject(EndpointFilter) private readonly filter: EndpointFilter) {}

  @Operation({
    method: 'DELETE',
    path: '/OS-EP-FILTER/projects/:project_id/endpoints/:endpoint_id',
    policy: { rule: 'identity:remove_endpoint_from_project' },
    success: 204,
  })
  async handle(@Param('project_id') projectId: string, @Param('endpoint_id') endpointId: string): Promise<void> {
    await this.filter.removeEndpoint(projectId, endpointId);
  }
}
