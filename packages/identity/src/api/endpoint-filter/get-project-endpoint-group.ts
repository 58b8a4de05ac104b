// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { EndpointFilter } from '../../endpoint-filter/endpoint-filter.js';
import { Projects } from '../../projects/projects.js';

@Controller('v3')
export class GetProjectEndpointGroup {
  constructor(
    @Inject(EndpointFilter) private readonly filter: EndpointFilter,
    @Inject(Projects) private readonly projects: Projects,
  ) {}

  @Operation({
    method: 'GET',
    path: '/OS-EP-FILTER/endpoint_groups/:endpoint_group_id/projects/:project_id',
    policy: { rule: 'identity:get_endpoint_group_in_project' },
    success: 200,
  })
  async handle(@Param('endpoint_group_id') groupId: string, @Param('project_id') projectId: string): Promise<unknown> {
    await this.projects.get(projectId);
    await this.filter.assertGroup(projectId, groupId);
    return {
      project_endpoint_group: {
        endpoint_group_id: groupId,
        project_id: projectId,
        // Upstream gives this one link without its host.
        links: { self: `/OS-EP-FILTER/endpoint_groups/${groupId}/projects/${projectId}` },
      },
    };
  }
}
