// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Projects } from '../../projects/projects.js';
import { Access } from '../shared/access.js';
import { memberView } from '../shared/views.js';
import { ProjectHierarchy } from './project-hierarchy.js';
import { projectView } from './project-view.js';

@Controller('v3')
export class GetProject {
  constructor(
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Access) private readonly access: Access,
    @Inject(ProjectHierarchy) private readonly hierarchy: ProjectHierarchy,
  ) {}

  @Operation({
    method: 'GET',
    path: '/projects/:project_id',
    policy: { rule: 'identity:get_project', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('project_id') id: string): Promise<unknown> {
    const project = await this.access.authorizeFor(
      request,
      'identity:get_project',
      () => this.projects.get(id),
      (found) => ({ project: projectView(found) }),
    );
    const hierarchy = await this.hierarchy.around(request, project);
    return memberView(request, 'projects', 'project', { ...projectView(project), ...hierarchy });
  }
}
