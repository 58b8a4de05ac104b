// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Projects } from '../../projects/projects.js';
import { Access } from '../shared/access.js';
import { projectView } from './project-view.js';
import { readFields } from '../../common/fields.js';
import { projectFields } from '../../projects/project.js';
import { assertSameId, bodyMember, without } from '../shared/bodies.js';
import { memberView } from '../shared/views.js';
import { projectProperties } from './project-schema.js';

const schema = new SchemaValidator('project_update', {
  type: 'object',
  properties: projectProperties,
  minProperties: 1,
  additionalProperties: true,
});

@Controller('v3')
export class UpdateProject {
  constructor(
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'PATCH',
    path: '/projects/:project_id',
    policy: { rule: 'identity:update_project', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('project_id') id: string): Promise<unknown> {
    await this.access.authorizeFor(
      request,
      'identity:update_project',
      () => this.projects.get(id),
      (found) => ({ project: projectView(found) }),
    );
    const body = await bodyMember(request, 'project', schema);
    assertSameId(body, id);
    const project = await this.projects.update(id, readFields(without(body, 'id'), projectFields));
    // Upstream answers an update, and nothing else, with `extra` as such, too (keystone/resource/backends/sql.py, Zed).
    return memberView(request, 'projects', 'project', { ...projectView(project), extra: project.extra });
  }
}
