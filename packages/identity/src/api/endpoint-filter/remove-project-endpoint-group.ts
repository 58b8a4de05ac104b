// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { EndpointFilter } from '../../endpoint-filter/endpoint-filter.js';
import { Projects } from '../../projects/projects.js';

@Controller('v3')
export class RemoveProjectEndpointGroup {
  constructor(
    @Inject(EndpointFilter) private readonly filter: EndpointFilter,
    @Inject(Projects) private readonly projects: Projects,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/OS-EP-FILTER/endpoint_groups/:endpoint_group_id/projects/:project_id',
    policy: { rule: 'identity:remove_endpoint_group_from_project' },
    success: 204,
  })
  async handle(@Param('endpoint_group_id') groupId: string, @Param('project_id') projectId: string): Promise<void> {
    await this.projects.get(projectId);
    await this.filter.removeGroup(projectId, groupId);
  }
}
