// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Projects } from '../../projects/projects.js';
import { Access } from '../shared/access.js';
import { projectView } from './project-view.js';
import { Response } from '@stackport/wsgi';
import { baseUrl } from '../shared/base-url.js';
import { tagList, tagName } from './project-schema.js';

const nameSchema = new SchemaValidator('project_tag_create', tagName);
const listSchema = new SchemaValidator('project_tags_update', tagList);

@Controller('v3')
export class AddProjectTag {
  constructor(
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'PUT',
    path: '/projects/:project_id/tags/:value',
    policy: { rule: 'identity:create_project_tag', target: 'resource' },
    success: 201,
  })
  async handle(
    @Req() request: Request,
    @Param('project_id') id: string,
    @Param('value') tag: string,
  ): Promise<unknown> {
    const { tags } = await this.access.authorizeFor(
      request,
      'identity:create_project_tag',
      () => this.projects.get(id),
      (found) => ({ project: projectView(found) }),
    );
    nameSchema.validate(tag);
    listSchema.validate([...tags, tag]);
    await this.projects.addTag(id, tag);
    return new Response(201, {
      'Content-Type': 'text/html; charset=utf-8',
      Location: `${baseUrl(request)}/${id}/tags/${encodeURIComponent(tag)}`,
    });
  }
}
