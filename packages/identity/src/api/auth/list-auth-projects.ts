// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Assignments } from '../../assignments/assignments.js';
import { collectionView } from '../shared/views.js';
import { callerOf } from '../shared/identity-context.js';
import { projectView } from '../projects/project-view.js';

/** The projects that the caller may get a token for. */
@Controller('v3')
export class ListAuthProjects {
  constructor(@Inject(Assignments) private readonly assignments: Assignments) {}

  @Operation({ method: 'GET', path: '/auth/projects', policy: { rule: 'identity:get_auth_projects' }, success: 200 })
  async handle(@Req() request: Request): Promise<unknown> {
    const { token } = callerOf(request);
    const projects = await this.assignments.projectsOf(token.payload.userId);
    return collectionView(request, 'projects', 'projects', projects.map(projectView));
  }
}
