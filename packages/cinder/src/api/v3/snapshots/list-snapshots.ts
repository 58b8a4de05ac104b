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
import { SnapshotService, type SnapshotSelection } from '../../../snapshots/snapshot-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { AttributeExtensions } from '../../extensions/attribute-extensions.js';
import { flagOf, queryFlag } from '../../flag.js';
import { microversionOf } from '../../microversion.js';
import { without } from '../../without.js';
import { snapshotDetail, snapshotSummary } from '../../views/snapshot-view.js';

const FILTERS = ['status', 'volume_id', 'name', 'metadata'];
const METADATA_FILTER = 3022;
const SORT_BY_NAME = 3030;
const WITH_COUNT = 3045;

@Controller('v3')
export class ListSnapshots {
  constructor(
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
    @Inject(ResourceFilters) private readonly filters: ResourceFilters,
    @Inject(AttributeExtensions) private readonly attributes: AttributeExtensions,
  ) {}

  @Operation({ method: 'GET', path: '/snapshots', policy: { rule: 'volume:get_all_snapshots' }, success: 200 })
  list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, false);
  }

  @Operation({ method: 'GET', path: '/snapshots/detail', policy: { rule: 'volume:get_all_snapshots' }, success: 200 })
  detail(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, true);
  }

  async #list(context: RequestContext, request: Request, isDetail: boolean): Promise<unknown> {
    const microversion = microversionOf(request);
    const { page, filters } = this.collections.read(request);
    const isCounted = microversion >= WITH_COUNT && queryFlag(request.query, 'with_count');
    const selection = this.#selection(context, microversion, filters);
    const sortKeys = page.sortKeys?.map((key) =>
      key === 'name' && microversion >= SORT_BY_NAME ? 'display_name' : key,
    );
    const [rows, count] = await Promise.all([
      this.snapshots.list(context, selection, { ...page, sortKeys }),
      isCounted ? this.snapshots.count(context, selection) : undefined,
    ]);
    const links = this.collections.nextLinks(request, isDetail ? 'snapshots/detail' : 'snapshots', rows);
    return {
      snapshots: rows.map((row) =>
        isDetail
          ? this.attributes.apply('snapshots', context, snapshotDetail(row, microversion), { row, microversion })
          : snapshotSummary(row),
      ),
      ...(links.length === 0 ? {} : { snapshots_links: links }),
      ...(count === undefined ? {} : { count }),
    };
  }

  #selection(context: RequestContext, microversion: number, given: QueryFilters): SnapshotSelection {
    const processed = this.filters.process(context, microversion >= WITH_COUNT ? without(given, 'with_count') : given, {
      resource: 'snapshot',
      microversion,
      before: (filters) =>
        removeInvalidFilters(
          context,
          without(filters, 'use_quota', ...(microversion < METADATA_FILTER ? ['metadata'] : [])),
          FILTERS,
        ),
    });
    const { all_tenants: everybody, name, consumes_quota: consumes, ...filters } = processed;
    const usesQuota = consumes ?? filters.use_quota;
    return {
      filters: {
        ...filters,
        ...(name === undefined ? {} : { display_name: name }),
        ...(usesQuota === undefined ? {} : { use_quota: String(flagOf(usesQuota) ?? false) }),
      },
      allProjects: everybody !== undefined && flagOf(everybody) === true,
    };
  }
}
