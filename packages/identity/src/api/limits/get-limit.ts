// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Limits } from '../../limits/limits.js';
import { Projects } from '../../projects/projects.js';
import { Access } from '../shared/access.js';
import { limitView } from './limit-view.js';
import { memberView } from '../shared/views.js';
import type { Limit } from '../../limits/limit.js';
import type { JsonObject } from '../../common/fields.js';
import { projectView } from '../projects/project-view.js';

@Controller('v3')
export class GetLimit {
  constructor(
    @Inject(Limits) private readonly limits: Limits,
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/limits/:limit_id',
    policy: { rule: 'identity:get_limit', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('limit_id') id: string): Promise<unknown> {
    const load = async () => this.#withOwner(await this.limits.get(id));
    const { limit } = await this.access.authorizeFor(request, 'identity:get_limit', load, ({ seen }) => ({
      limit: seen,
    }));
    return memberView(request, 'limits', 'limit', limitView(limit));
  }

  async #withOwner(limit: Limit): Promise<{ limit: Limit; seen: JsonObject }> {
    const owner = await this.projects.get(limit.projectId ?? limit.domainId ?? '');
    return { limit, seen: { ...limitView(limit), [owner.isDomain ? 'domain' : 'project']: projectView(owner) } };
  }
}
