// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Projects } from '../../projects/projects.js';
import { Access } from '../shared/access.js';
import { projectView } from './project-view.js';
import { ListFilter } from '../../common/list-filter.js';
import { ListLimits } from '../shared/list-limits.js';
import { byTags } from './tag-filter.js';
import { callerOf } from '../shared/identity-context.js';
import { collectionView } from '../shared/views.js';

@Controller('v3')
export class ListProjects {
  constructor(
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Access) private readonly access: Access,
    @Inject(ListLimits) private readonly limits: ListLimits,
  ) {}

  @Operation({
    method: 'GET',
    path: '/projects',
    policy: { rule: 'identity:list_projects', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const { domainId } = callerOf(request);
    await this.access.authorize(
      request,
      'identity:list_projects',
      domainId === undefined ? {} : { domain_id: domainId },
    );
    const filter = ListFilter.parse(request.query, ['domain_id', 'enabled', 'name', 'parent_id', 'is_domain']);
    const projects = byTags(request.query, await this.projects.list(filter, domainId)).map(projectView);
    return collectionView(request, 'projects', 'projects', projects, { filter, limit: this.limits.projects });
  }
}
