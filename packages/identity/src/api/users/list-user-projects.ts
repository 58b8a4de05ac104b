// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Users } from '../../users/users.js';
import { Assignments } from '../../assignments/assignments.js';
import { Access } from '../shared/access.js';
import { ListFilter } from '../../common/list-filter.js';
import { projectView } from '../projects/project-view.js';
import { collectionView } from '../shared/views.js';
import { userView } from './user-view.js';

@Controller('v3')
export class ListUserProjects {
  constructor(
    @Inject(Users) private readonly users: Users,
    @Inject(Assignments) private readonly assignments: Assignments,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/users/:user_id/projects',
    policy: { rule: 'identity:list_user_projects', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('user_id') id: string): Promise<unknown> {
    await this.access.authorizeFor(
      request,
      'identity:list_user_projects',
      () => this.users.get(id),
      (user) => ({ user: userView(user) }),
    );
    const filter = ListFilter.parse(request.query, ['domain_id', 'enabled', 'name']);
    const projects = await this.assignments.projectsOf(id);
    return collectionView(request, 'projects', 'projects', projects.map(projectView), { filter });
  }
}
