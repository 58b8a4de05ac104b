// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Projects, withValidParents } from '../../projects/projects.js';
import { Access } from '../shared/access.js';
import { projectView } from './project-view.js';
import { readFields } from '../../common/fields.js';
import { projectFields } from '../../projects/project.js';
import { bodyMember, normalizedNames, without } from '../shared/bodies.js';
import { Defaults } from '../shared/defaults.js';
import { memberView } from '../shared/views.js';
import { projectProperties } from './project-schema.js';

const schema = new SchemaValidator('project_create', {
  type: 'object',
  properties: projectProperties,
  required: ['name'],
  additionalProperties: true,
});

@Controller('v3')
export class CreateProject {
  constructor(
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Access) private readonly access: Access,
    @Inject(Defaults) private readonly defaults: Defaults,
  ) {}

  @Operation({
    method: 'POST',
    path: '/projects',
    policy: { rule: 'identity:create_project', target: 'resource' },
    success: 201,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const body = await bodyMember(request, 'project');
    await this.access.authorize(request, 'identity:create_project', { project: body });
    await bodyMember(request, 'project', schema);
    const given = readFields(without(normalizedNames(body), 'id'), projectFields);
    const domainId = given.isDomain === true ? null : (given.domainId ?? this.defaults.domainOf(request));
    const project = await withValidParents(() => this.projects.create({ ...given, name: String(body.name), domainId }));
    return memberView(request, 'projects', 'project', projectView(project));
  }
}
