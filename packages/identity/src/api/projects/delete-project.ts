// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Projects } from '../../projects/projects.js';
import { Domains } from '../../domains/domains.js';
import { Access } from '../shared/access.js';
import { projectView } from './project-view.js';

@Controller('v3')
export class DeleteProject {
  constructor(
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Domains) private readonly domains: Domains,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/projects/:project_id',
    policy: { rule: 'identity:delete_project', target: 'resource' },
    success: 204,
  })
  async handle(@Req() request: Request, @Param('project_id') id: string): Promise<void> {
    const { isDomain } = await this.access.authorizeFor(
      request,
      'identity:delete_project',
      () => this.projects.get(id),
      (found) => ({ project: projectView(found) }),
    );
    // A project that acts as a domain is deleted as one.
    if (isDomain) await this.domains.delete(id);
    else await this.projects.delete(id);
  }
}
