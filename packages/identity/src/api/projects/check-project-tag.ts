// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Projects } from '../../projects/projects.js';
import { Access } from '../shared/access.js';
import { projectView } from './project-view.js';

@Controller('v3')
export class CheckProjectTag {
  constructor(
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/projects/:project_id/tags/:value',
    policy: { rule: 'identity:get_project_tag', target: 'resource' },
    success: 204,
  })
  async handle(@Req() request: Request, @Param('project_id') id: string, @Param('value') tag: string): Promise<void> {
    await this.access.authorizeFor(
      request,
      'identity:get_project_tag',
      () => this.projects.get(id),
      (found) => ({ project: projectView(found) }),
    );
    await this.projects.assertTag(id, tag);
  }
}
