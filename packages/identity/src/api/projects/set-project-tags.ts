// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Projects } from '../../projects/projects.js';
import { Access } from '../shared/access.js';
import { projectView } from './project-view.js';
import { collectionRoot } from '../shared/base-url.js';
import { bodyValue } from '../shared/bodies.js';
import { tagList } from './project-schema.js';

const schema = new SchemaValidator('project_tags_update', tagList);

@Controller('v3')
export class SetProjectTags {
  constructor(
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'PUT',
    path: '/projects/:project_id/tags',
    policy: { rule: 'identity:update_project_tags', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('project_id') id: string): Promise<unknown> {
    await this.access.authorizeFor(
      request,
      'identity:update_project_tags',
      () => this.projects.get(id),
      (found) => ({ project: projectView(found) }),
    );
    const tags = (await bodyValue(request, 'tags', schema, {})) as string[];
    return { links: { self: collectionRoot(request) }, tags: await this.projects.setTags(id, tags) };
  }
}
