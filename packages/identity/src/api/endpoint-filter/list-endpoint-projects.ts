// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { EndpointFilter } from '../../endpoint-filter/endpoint-filter.js';
import { Endpoints } from '../../catalog/endpoints.js';
import { Projects } from '../../projects/projects.js';
import { collectionView } from '../shared/views.js';
import { projectView } from '../projects/project-view.js';

@Controller('v3')
export class ListEndpointProjects {
  constructor(
    @Inject(EndpointFilter) private readonly filter: EndpointFilter,
    @Inject(Endpoints) private readonly endpoints: Endpoints,
    @Inject(Projects) private readonly projects: Projects,
  ) {}

  @Operation({
    method: 'GET',
    path: '/OS-EP-FILTER/endpoints/:endpoint_id/projects',
    policy: { rule: 'identity:list_projects_for_endpoint' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('endpoint_id') id: string): Promise<unknown> {
    await this.endpoints.get(id);
    const projects = await this.projects.listByIds(await this.filter.projectIdsOfEndpoint(id));
    return collectionView(request, 'projects', 'projects', projects.map(projectView));
  }
}
