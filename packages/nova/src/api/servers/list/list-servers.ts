// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { ServerListing } from '../../../servers/list/server-list.js';
import { Links } from '../../links.js';
import { listServersQuery } from '../../schemas/server-list.js';
import { CheckedQuery } from '../../validation/checked-parameters.js';
import { ServerPresenter, SHOWN_PARTS } from '../view/server-presenter.js';
import { serverSummary, unreachableSummary } from '../view/server-view.js';
import { RequestedServers } from './requested-servers.js';
import { serverPaths } from '../server-paths.js';

@Controller('v2.1')
export class ListServers {
  constructor(
    @Inject(RequestedServers) private readonly requested: RequestedServers,
    @Inject(ServerPresenter) private readonly presenter: ServerPresenter,
    @Inject(Links) private readonly links: Links,
  ) {}

  @Operation({ method: 'GET', path: serverPaths(), policy: { rule: 'os_compute_api:servers:index' }, success: 200 })
  async list(
    @Caller() context: RequestContext,
    @CheckedQuery(listServersQuery) _query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    const listing = await this.requested.list(context, request, 'index', []);
    const views = [
      ...listing.unreachable.map((server) => unreachableSummary(server, request, this.links)),
      ...listing.servers.map(({ instance }) => serverSummary(instance, request, this.links)),
    ];
    return { servers: views, ...this.#next(request, 'servers', listing) };
  }

  @Operation({
    method: 'GET',
    path: serverPaths('/detail'),
    policy: { rule: 'os_compute_api:servers:detail' },
    success: 200,
  })
  async listDetail(
    @Caller() context: RequestContext,
    @CheckedQuery(listServersQuery) _query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    const listing = await this.requested.list(context, request, 'detail', SHOWN_PARTS);
    const views = await this.presenter.views(context, request, listing);
    return { servers: views, ...this.#next(request, 'servers/detail', listing) };
  }

  #next(request: Request, collection: string, { servers, unreachable }: ServerListing): Record<string, unknown> {
    const ids = [...unreachable.map(({ uuid }) => uuid), ...servers.map(({ instance: { uuid } }) => uuid)];
    const next = this.links.next(request, collection, ids);
    return next.length === 0 ? {} : { servers_links: next };
  }
}
