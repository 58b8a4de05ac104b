// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import {
  removeInvalidFilters,
  ResourceFilters,
  type QueryFilters,
} from '../../../resource-filters/resource-filters.js';
import { VolumeService, type VolumeSelection } from '../../../volumes/volume-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { flagOf, queryFlag } from '../../flag.js';
import { microversionOf } from '../../microversion.js';
import { without } from '../../without.js';
import { VolumePresenter } from './volume-presenter.js';

/** Filters that came with a microversion; before, they are left out. */
const NEWER_FILTERS: Readonly<Record<string, number | undefined>> = {
  glance_metadata: 3004,
  group_id: 3010,
  created_at: 3060,
  updated_at: 3060,
  use_quota: 3065,
};
const STRICT_FLAGS = 3002;
const WITH_COUNT = 3045;

@Controller('v3')
export class ListVolumes {
  constructor(
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
    @Inject(ResourceFilters) private readonly filters: ResourceFilters,
    @Inject(VolumePresenter) private readonly presenter: VolumePresenter,
  ) {}

  @Operation({ method: 'GET', path: '/volumes', policy: { rule: 'volume:get_all' }, success: 200 })
  list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, false);
  }

  @Operation({ method: 'GET', path: '/volumes/detail', policy: { rule: 'volume:get_all' }, success: 200 })
  detail(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, true);
  }

  async #list(context: RequestContext, request: Request, isDetail: boolean): Promise<unknown> {
    const { page, filters } = this.collections.read(request);
    const isCounted = microversionOf(request) >= WITH_COUNT && queryFlag(request.query, 'with_count');
    const selection = this.#selection(context, request, filters);
    const sortKeys = page.sortKeys?.map((key) => (key === 'name' ? 'display_name' : key));
    const [rows, count] = await Promise.all([
      this.volumes.list(context, selection, { ...page, sortKeys }),
      isCounted ? this.volumes.count(context, selection) : undefined,
    ]);
    const links = this.collections.nextLinks(request, isDetail ? 'volumes/detail' : 'volumes', rows);
    return {
      volumes: rows.map((row) =>
        isDetail
          ? this.presenter.detail(context, request, row, { extended: true })
          : this.presenter.summary(request, row),
      ),
      ...(links.length === 0 ? {} : { volumes_links: links }),
      ...(count === undefined ? {} : { count }),
    };
  }

  #selection(context: RequestContext, request: Request, given: QueryFilters): VolumeSelection {
    const microversion = microversionOf(request);
    const processed = this.filters.process(context, microversion >= WITH_COUNT ? without(given, 'with_count') : given, {
      resource: 'volume',
      microversion,
      before: (filters) => {
        const known = Object.entries(filters).filter(([name]) => (NEWER_FILTERS[name] ?? 0) <= microversion);
        return removeInvalidFilters(context, Object.fromEntries(known), this.filters.list('volume').volume ?? []);
      },
    });
    const { all_tenants: everybody, name, consumes_quota: consumes, ...filters } = processed;
    const usesQuota = consumes ?? filters.use_quota;
    return {
      filters: {
        ...filters,
        ...(name === undefined ? {} : { display_name: name }),
        ...(usesQuota === undefined ? {} : { use_quota: usesQuota }),
      },
      allProjects: everybody !== undefined && flagOf(everybody) === true,
      strict: microversion >= STRICT_FLAGS,
    };
  }
}
