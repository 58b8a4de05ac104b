// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { HypervisorNotFound } from '../../errors/hosts.js';
import { type Hypervisor, HypervisorDirectory } from '../../hypervisors/hypervisor-directory.js';
import { isUuidLike } from '../../uuid.js';
import { lastOf } from '../links.js';
import { isSince } from '../microversion.js';
import { getHypervisorQuery } from '../schemas/hypervisors.js';
import { CheckedQuery } from '../validation/checked-parameters.js';
import { flagOf } from '../validation/values.js';
import { HypervisorPresenter } from './hypervisor-presenter.js';

const RULE = 'os_compute_api:os-hypervisors';

@Controller('v2.1')
export class GetHypervisor {
  constructor(
    @Inject(HypervisorDirectory) private readonly hypervisors: HypervisorDirectory,
    @Inject(HypervisorPresenter) private readonly presenter: HypervisorPresenter,
  ) {}

  @Operation({
    method: 'GET',
    path: '/os-hypervisors/statistics',
    microversions: { min: '2.1', max: '2.87' },
    policy: { rule: `${RULE}:statistics` },
    success: 200,
  })
  async statistics(): Promise<unknown> {
    return { hypervisor_statistics: await this.hypervisors.statistics() };
  }

  @Operation({ method: 'GET', path: '/os-hypervisors/:id', policy: { rule: `${RULE}:show` }, success: 200 })
  async get(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedQuery(getHypervisorQuery) query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    const withServers = isSince(request, '2.53') && flagOf(lastOf(query, 'with_servers') ?? false) === true;
    const hypervisor = await this.#find(id, request, withServers);
    return { hypervisor: await this.presenter.view(context, hypervisor, request) };
  }

  @Operation({
    method: 'GET',
    path: '/os-hypervisors/:id/uptime',
    microversions: { min: '2.1', max: '2.87' },
    policy: { rule: `${RULE}:uptime` },
    success: 200,
  })
  async uptime(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    const hypervisor = await this.#find(id, request, false);
    const uptime = await this.presenter.uptime(context, hypervisor);
    return { hypervisor: { ...this.presenter.summary(hypervisor, request), uptime } };
  }

  /** From 2.53 on a query of the lists has taken the place of these two. */
  @Operation({
    method: 'GET',
    path: '/os-hypervisors/:id/search',
    microversions: { min: '2.1', max: '2.52' },
    policy: { rule: `${RULE}:search` },
    success: 200,
  })
  async search(@Param('id') pattern: string, @Req() request: Request): Promise<unknown> {
    const found = await this.hypervisors.search(pattern, false);
    return { hypervisors: found.map((one) => this.presenter.summary(one, request)) };
  }

  @Operation({
    method: 'GET',
    path: '/os-hypervisors/:id/servers',
    microversions: { min: '2.1', max: '2.52' },
    policy: { rule: `${RULE}:servers` },
    success: 200,
  })
  async servers(@Param('id') pattern: string, @Req() request: Request): Promise<unknown> {
    const found = await this.hypervisors.search(pattern, true);
    return { hypervisors: found.map((one) => this.presenter.summary(one, request)) };
  }

  async #find(id: string, request: Request, withServers: boolean): Promise<Hypervisor> {
    const isByUuid = isSince(request, '2.53');
    if (isByUuid && !isUuidLike(id)) throw new HttpError(400, `Invalid uuid ${id}`);
    if (!isByUuid && !/^[+-]?\d{1,15}$/.test(id.trim())) throw new HypervisorNotFound(id);
    return this.hypervisors.get(id, isByUuid ? 'uuid' : 'number', withServers);
  }
}
