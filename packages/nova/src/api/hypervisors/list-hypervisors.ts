// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { MarkerNotFound } from '../../errors/base.js';
import { type Hypervisor, HypervisorDirectory } from '../../hypervisors/hypervisor-directory.js';
import { isUuidLike } from '../../uuid.js';
import { lastOf, Links } from '../links.js';
import { isSince } from '../microversion.js';
import { listHypervisorsQuery } from '../schemas/hypervisors.js';
import { CheckedQuery } from '../validation/checked-parameters.js';
import { flagOf } from '../validation/values.js';
import { HypervisorPresenter } from './hypervisor-presenter.js';

const RULE = 'os_compute_api:os-hypervisors';

@Controller('v2.1')
export class ListHypervisors {
  constructor(
    @Inject(HypervisorDirectory) private readonly hypervisors: HypervisorDirectory,
    @Inject(HypervisorPresenter) private readonly presenter: HypervisorPresenter,
    @Inject(Links) private readonly links: Links,
  ) {}

  @Operation({ method: 'GET', path: '/os-hypervisors', policy: { rule: `${RULE}:list` }, success: 200 })
  async list(@CheckedQuery(listHypervisorsQuery) query: URLSearchParams, @Req() request: Request): Promise<unknown> {
    const found = await this.#find(query, request);
    const views = found.map((one) => this.presenter.summary(one, request));
    return { hypervisors: views, ...this.#next(request, 'os-hypervisors', found) };
  }

  @Operation({
    method: 'GET',
    path: '/os-hypervisors/detail',
    policy: { rule: `${RULE}:list-detail` },
    success: 200,
  })
  async listDetail(
    @Caller() context: RequestContext,
    @CheckedQuery(listHypervisorsQuery) query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    const found = await this.#find(query, request);
    const views = await Promise.all(found.map((one) => this.presenter.view(context, one, request)));
    return { hypervisors: views, ...this.#next(request, 'os-hypervisors/detail', found) };
  }

  /** Until 2.32 there are no pages; from 2.53 on, one may ask for names, and for the servers as well. */
  async #find(query: URLSearchParams, request: Request): Promise<Hypervisor[]> {
    const isByUuid = isSince(request, '2.53');
    if (!isSince(request, '2.33')) return this.hypervisors.list({}, 'number');
    const page = this.links.page(request);
    const withServers = isByUuid && flagOf(lastOf(query, 'with_servers') ?? false) === true;
    const pattern = isByUuid ? lastOf(query, 'hypervisor_hostname_pattern') : undefined;
    if (pattern !== undefined) {
      // Upstream gives webob its text as the detail, so that clients see webob's own.
      if (query.has('limit') || page.marker !== undefined) throw new HttpError(400);
      return this.hypervisors.search(pattern, withServers);
    }
    const by = page.marker !== undefined && isUuidLike(page.marker) ? 'uuid' : 'number';
    try {
      return await this.hypervisors.list({ ...page, withServers }, by);
    } catch (error) {
      if (error instanceof MarkerNotFound) throw new HttpError(400, `marker [${error.marker}] not found`);
      throw error;
    }
  }

  #next(request: Request, collection: string, found: readonly Hypervisor[]): Record<string, unknown> {
    if (!isSince(request, '2.33') || request.query.has('hypervisor_hostname_pattern')) return {};
    const isByUuid = isSince(request, '2.53');
    const ids = found.map(({ node }) => (isByUuid ? node.uuid : String(node.id)));
    const next = this.links.next(request, collection, ids);
    return next.length === 0 ? {} : { hypervisors_links: next };
  }
}
