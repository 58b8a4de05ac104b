// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { EndpointFilter } from '../../endpoint-filter/endpoint-filter.js';
import { Projects } from '../../projects/projects.js';
import { collectionView } from '../shared/views.js';
import { endpointGroupView } from './endpoint-group-view.js';

@Controller('v3')
export class ListProjectEndpointGroups {
  constructor(
    @Inject(EndpointFilter) private readonly filter: EndpointFilter,
    @Inject(Projects) private readonly projects: Projects,
  ) {}

  @Operation({
    method: 'GET',
    path: '/OS-EP-FILTER/projects/:project_id/endpoint_groups',
    policy: { rule: 'identity:list_endpoint_groups_for_project' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('project_id') id: string): Promise<unknown> {
    await this.projects.get(id);
    const groups = await this.filter.groupsOfProject(id);
    return collectionView(request, 'OS-EP-FILTER/endpoint_groups', 'endpoint_groups', groups.map(endpointGroupView));
  }
}
