// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import type { ProjectCheck } from '../../identity/keystone-projects.js';
import { PROJECT_CHECK } from '../../identity/project-check.js';
import { ofResources } from '../../quotas/quota-resources.js';
import { QuotaService } from '../../quotas/quota-service.js';
import { quotaSetQuery, updateQuotaSetSchema } from '../schemas/quotas.js';
import { CheckedBody, CheckedQuery } from '../validation/checked-parameters.js';
import { flagOf } from '../validation/values.js';
import { QuotaAccess } from './quota-access.js';
import { limitsIn, quotaSetResources, quotaView } from './quota-view.js';

const PATH = '/os-quota-sets/:id';
const policy = (action: string): { readonly rule: string; readonly target: 'resource' } => ({
  rule: `os_compute_api:os-quota-sets:${action}`,
  target: 'resource',
});

@Controller('v2.1')
export class QuotaSets {
  constructor(
    @Inject(QuotaService) private readonly quotas: QuotaService,
    @Inject(QuotaAccess) private readonly access: QuotaAccess,
    @Inject(PROJECT_CHECK) private readonly projects: ProjectCheck,
  ) {}

  @Operation({ method: 'GET', path: PATH, policy: policy('show'), success: 200 })
  async get(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedQuery(quotaSetQuery) query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    await this.#check(context, 'show', id);
    const limits = await this.quotas.limits(context, id, userIn(query));
    return { quota_set: quotaView(limits, quotaSetResources(request), id) };
  }

  @Operation({ method: 'GET', path: `${PATH}/detail`, policy: policy('detail'), success: 200 })
  async getDetail(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedQuery(quotaSetQuery) query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    await this.#check(context, 'detail', id);
    const userId = userIn(query);
    const limits = await this.quotas.limits(context, id, userId);
    const usages = await this.quotas.usages(id, userId);
    const values = ofResources((resource) => ({ limit: limits[resource], in_use: usages[resource], reserved: 0 }));
    return { quota_set: quotaView(values, quotaSetResources(request), id) };
  }

  @Operation({ method: 'GET', path: `${PATH}/defaults`, policy: policy('defaults'), success: 200 })
  async getDefaults(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @Req() request: Request,
  ): Promise<unknown> {
    await this.#check(context, 'defaults', id);
    return { quota_set: quotaView(await this.quotas.defaults(), quotaSetResources(request), id) };
  }

  @Operation({ method: 'PUT', path: PATH, policy: policy('update'), success: 200 })
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(updateQuotaSetSchema) body: { readonly quota_set: Readonly<Record<string, unknown>> },
    @CheckedQuery(quotaSetQuery) query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    await this.#check(context, 'update', id);
    const { quota_set: values } = body;
    if (Object.hasOwn(values, 'networks')) throw new HttpError(400, 'The networks quota has been removed');
    const userId = userIn(query);
    const isForced = flagOf(values.force ?? false) ?? false;
    await this.quotas.update(context, { projectId: id, userId }, limitsIn(values), isForced);
    const limits = await this.quotas.limits(context, id, userId);
    return { quota_set: quotaView(limits, quotaSetResources(request)) };
  }

  @Operation({ method: 'DELETE', path: PATH, policy: policy('delete'), success: 202 })
  async delete(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedQuery(quotaSetQuery) query: URLSearchParams,
  ): Promise<void> {
    await this.access.check(context, 'delete', id);
    await this.quotas.delete(id, userIn(query));
  }

  async #check(context: RequestContext, action: string, projectId: string): Promise<void> {
    await this.access.check(context, action, projectId);
    await this.projects.verify(context, projectId);
  }
}

/** The first of them counts; one that is empty is none. */
function userIn(query: URLSearchParams): string | undefined {
  const userId = query.get('user_id');
  return userId === null || userId === '' ? undefined : userId;
}
