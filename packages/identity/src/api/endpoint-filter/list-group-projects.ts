// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { EndpointFilter } from '../../endpoint-filter/endpoint-filter.js';
import { Projects } from '../../projects/projects.js';
import { collectionView } from '../shared/views.js';
import { projectView } from '../projects/project-view.js';

@Controller('v3')
export class ListEndpointGroupProjects {
  constructor(
    @Inject(EndpointFilter) private readonly filter: EndpointFilter,
    @Inject(Projects) private readonly projects: Projects,
  ) {}

  @Operation({
    method: 'GET',
    path: '/OS-EP-FILTER/endpoint_groups/:endpoint_group_id/projects',
    policy: { rule: 'identity:list_projects_associated_with_endpoint_group' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('endpoint_group_id') id: string): Promise<unknown> {
    const projects = await this.projects.listByIds(await this.filter.projectIdsOfGroup(id));
    return collectionView(request, 'projects', 'projects', projects.map(projectView));
  }
}
