// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Projects } from '../../projects/projects.js';
import { Access } from '../shared/access.js';
import { projectView } from './project-view.js';
import { collectionRoot } from '../shared/base-url.js';

@Controller('v3')
export class ListProjectTags {
  constructor(
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/projects/:project_id/tags',
    policy: { rule: 'identity:list_project_tags', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('project_id') id: string): Promise<unknown> {
    const { tags } = await this.access.authorizeFor(
      request,
      'identity:list_project_tags',
      () => this.projects.get(id),
      (found) => ({ project: projectView(found) }),
    );
    return { links: { self: collectionRoot(request) }, tags };
  }
}
