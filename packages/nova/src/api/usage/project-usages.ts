// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, ENFORCER, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { Request } from '@stackport/wsgi';
import { ProjectUsage, type ServerUsage, type UsagePage } from '../../usage/project-usage.js';
import { Links } from '../links.js';
import { isSince } from '../microversion.js';
import { getUsageQuery, listUsageQuery } from '../schemas/usage.js';
import { CheckedQuery } from '../validation/checked-parameters.js';
import { usagePeriod } from './usage-period.js';
import { usageViews } from './usage-view.js';

const PATH = '/os-simple-tenant-usage';
const RULE = 'os_compute_api:os-simple-tenant-usage';

@Controller('v2.1')
export class ProjectUsages {
  constructor(
    @Inject(ProjectUsage) private readonly usage: ProjectUsage,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
    @Inject(Links) private readonly links: Links,
  ) {}

  @Operation({ method: 'GET', path: PATH, policy: { rule: `${RULE}:list` }, success: 200 })
  async list(@CheckedQuery(listUsageQuery) query: URLSearchParams, @Req() request: Request): Promise<unknown> {
    const period = usagePeriod(query);
    const usages = await this.usage.list(period, this.#page(request));
    const next = this.#next(request, PATH.slice(1), usages);
    return {
      tenant_usages: usageViews(usages, period, query.get('detailed') === '1'),
      ...(next.length === 0 ? {} : { tenant_usages_links: next }),
    };
  }

  @Operation({
    method: 'GET',
    path: `${PATH}/:id`,
    policy: { rule: `${RULE}:show`, target: 'resource' },
    success: 200,
  })
  async get(
    @Caller() context: RequestContext,
    @Param('id') projectId: string,
    @CheckedQuery(getUsageQuery) query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    await this.enforcer.authorizeAsync(`${RULE}:show`, { project_id: projectId }, context);
    const period = usagePeriod(query);
    const usages = await this.usage.list(period, this.#page(request), projectId);
    const next = this.#next(request, `${PATH.slice(1)}/${projectId}`, usages);
    return {
      tenant_usage: usageViews(usages, period, true)[0] ?? {},
      ...(next.length === 0 ? {} : { tenant_usage_links: next }),
    };
  }

  /** There are pages since 2.40, and no more than one before. */
  #page(request: Request): UsagePage {
    const { limit, marker } = this.links.page(request);
    return isSince(request, '2.40') ? { limit, marker } : { limit };
  }

  #next(request: Request, collection: string, usages: readonly ServerUsage[]): ReturnType<Links['next']> {
    if (!isSince(request, '2.40')) return [];
    return this.links.next(
      request,
      collection,
      usages.map(({ instanceId }) => instanceId),
    );
  }
}
