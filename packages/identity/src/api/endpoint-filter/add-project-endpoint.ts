// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { EndpointFilter } from '../../endpoint-filter/endpoint-filter.js';
import { Endpoints } from '../../catalog/endpoints.js';
import { Projects } from '../../projects/projects.js';

@Controller('v3')
export class AddProjectEndpoint {
  constructor(
    @Inject(EndpointFilter) private readonly filter: EndpointFilter,
    @Inject(Endpoints) private readonly endpoints: Endpoints,
    @Inject(Projects) private readonly projects: Projects,
  ) {}

  @Operation({
    method: 'PUT',
    path: '/OS-EP-FILTER/projects/:project_id/endpoints/:endpoint_id',
    policy: { rule: 'identity:add_endpoint_to_project' },
    success: 204,
  })
  async handle(@Param('project_id') projectId: string, @Param('endpoint_id') endpointId: string): Promise<void> {
    await this.endpoints.get(endpointId);
    await this.projects.get(projectId);
    await this.filter.addEndpoint(projectId, endpointId);
  }
}
