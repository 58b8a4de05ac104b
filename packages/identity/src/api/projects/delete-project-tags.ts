// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Projects } from '../../projects/projects.js';
import { Access } from '../shared/access.js';
import { projectView } from './project-view.js';

@Controller('v3')
export class DeleteProjectTags {
  constructor(
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/projects/:project_id/tags',
    policy: { rule: 'identity:delete_project_tags', target: 'resource' },
    success: 204,
  })
  async handle(@Req() request: Request, @Param('project_id') id: string): Promise<void> {
    await this.access.authorizeFor(
      request,
      'identity:delete_project_tags',
      () => this.projects.get(id),
      (found) => ({ project: projectView(found) }),
    );
    await this.projects.setTags(id, []);
  }
}
