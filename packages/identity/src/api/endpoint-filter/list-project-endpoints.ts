// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { EndpointFilter } from '../../endpoint-filter/endpoint-filter.js';
import { Projects } from '../../projects/projects.js';
import { collectionView } from '../shared/views.js';
import { endpointView } from '../catalog/endpoint-view.js';

@Controller('v3')
export class ListProjectEndpoints {
  constructor(
    @Inject(EndpointFilter) private readonly filter: EndpointFilter,
    @Inject(Projects) private readonly projects: Projects,
  ) {}

  @Operation({
    method: 'GET',
    path: '/OS-EP-FILTER/projects/:project_id/endpoints',
    policy: { rule: 'identity:list_endpoints_for_project' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('project_id') id: string): Promise<unknown> {
    await this.projects.get(id);
    const endpoints = await this.filter.endpointsOfProject(id);
    return collectionView(request, 'endpoints', 'endpoints', endpoints.map(endpointView));
  }
}
