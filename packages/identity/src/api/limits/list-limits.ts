// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Limits } from '../../limits/limits.js';
import { Projects } from '../../projects/projects.js';
import type { Limit } from '../../limits/limit.js';
import { limitView } from './limit-view.js';
import { collectionView } from '../shared/views.js';
import { ListFilter } from '../../common/list-filter.js';
import { callerOf } from '../shared/identity-context.js';

@Controller('v3')
export class ListLimitsOfProjects {
  constructor(
    @Inject(Limits) private readonly limits: Limits,
    @Inject(Projects) private readonly projects: Projects,
  ) {}

  @Operation({ method: 'GET', path: '/limits', policy: { rule: 'identity:list_limits' }, success: 200 })
  async handle(@Req() request: Request): Promise<unknown> {
    const filter = ListFilter.parse(request.query, [
      'service_id',
      'region_id',
      'resource_name',
      'project_id',
      'domain_id',
    ]);
    const { systemScope, domainId, projectId } = callerOf(request);
    const conditions = { serviceId: filter.exact('service_id'), resourceName: filter.exact('resource_name') };
    let limits: Limit[] = [];
    if (systemScope !== undefined) limits = await this.limits.list(conditions);
    else if (domainId !== undefined) {
      const own = new Set((await this.projects.listOfDomain(domainId)).map(({ id }) => id));
      limits = (await this.limits.list(conditions)).filter(
        (limit) => limit.domainId === domainId || own.has(limit.projectId ?? ''),
      );
    } else if (projectId !== undefined) limits = await this.limits.list({ ...conditions, projectId });
    return collectionView(request, 'limits', 'limits', limits.map(limitView), { filter });
  }
}
