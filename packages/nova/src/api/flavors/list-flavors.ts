// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { Flavor } from '../../flavors/flavor.js';
import { FlavorService } from '../../flavors/flavor-service.js';
import { Links } from '../links.js';
import { listFlavorsQuery } from '../schemas/flavors.js';
import { CheckedQuery } from '../validation/checked-parameters.js';
import { listFlavors } from './flavor-list.js';
import { FlavorPresenter } from './flavor-presenter.js';
import { flavorSummary } from './flavor-view.js';

@Controller('v2.1')
export class ListFlavors {
  constructor(
    @Inject(FlavorService) private readonly flavors: FlavorService,
    @Inject(FlavorPresenter) private readonly presenter: FlavorPresenter,
    @Inject(Links) private readonly links: Links,
  ) {}

  @Operation({ method: 'GET', path: '/flavors', policy: 'authenticated', success: 200 })
  async list(
    @Caller() context: RequestContext,
    @CheckedQuery(listFlavorsQuery) _query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    const found = await listFlavors(this.flavors, this.links, context, request);
    const views = found.map((flavor) => flavorSummary(flavor, request, this.links));
    return { flavors: views, ...this.#next(request, 'flavors', found) };
  }

  @Operation({ method: 'GET', path: '/flavors/detail', policy: 'authenticated', success: 200 })
  async listDetail(
    @Caller() context: RequestContext,
    @CheckedQuery(listFlavorsQuery) _query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    const found = await listFlavors(this.flavors, this.links, context, request);
    const views = await this.presenter.views(context, request, found);
    return { flavors: views, ...this.#next(request, 'flavors/detail', found) };
  }

  #next(request: Request, collection: string, found: readonly Flavor[]): Record<string, unknown> {
    const ids = found.map(({ flavorid }) => flavorid);
    const next = this.links.next(request, collection, ids);
    return next.length === 0 ? {} : { flavors_links: next };
  }
}
