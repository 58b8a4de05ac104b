// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { GroupTypeService } from '../../../group-types/group-type-service.js';
import type { GroupSnapshotRow } from '../../../groups/group-snapshot-repository.js';
import { GroupSnapshotService } from '../../../groups/group-snapshot-service.js';
import { ResourceFilters } from '../../../resource-filters/resource-filters.js';
import { CollectionRequests } from '../../collection-requests.js';
import { microversionOf } from '../../microversion.js';
import { groupSnapshotDetail, nameView } from '../../views/group-view.js';
import { refuseMigrated, withoutMigrated } from '../groups/migrated-groups.js';

/** From here on the list has pages, an order and filters. */
const PAGES = 3029;

/** Reading group snapshots. */
@Controller('v3')
export class ListGroupSnapshots {
  constructor(
    @Inject(GroupSnapshotService) private readonly groupSnapshots: GroupSnapshotService,
    @Inject(GroupTypeService) private readonly types: GroupTypeService,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
    @Inject(ResourceFilters) private readonly filters: ResourceFilters,
  ) {}

  @Operation({
    method: 'GET',
    path: '/group_snapshots',
    microversions: { min: '3.14' },
    policy: { rule: 'group:get_all_group_snapshots' },
    success: 200,
  })
  list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, nameView);
  }

  @Operation({
    method: 'GET',
    path: '/group_snapshots/detail',
    microversions: { min: '3.14' },
    policy: { rule: 'group:get_all_group_snapshots' },
    success: 200,
  })
  detail(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const seesOwner = this.groupSnapshots.seesOwner(context);
    return this.#list(context, request, (row) => groupSnapshotDetail(row, microversionOf(request), { seesOwner }));
  }

  @Operation({
    method: 'GET',
    path: '/group_snapshots/:id',
    microversions: { min: '3.14' },
    policy: { rule: 'group:get_group_snapshot', target: 'resource' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    const row = await this.groupSnapshots.get(context, id);
    await refuseMigrated(this.types, row.groupTypeId, 'group snapshots');
    const seesOwner = this.groupSnapshots.seesOwner(context);
    return { group_snapshot: groupSnapshotDetail(row, microversionOf(request), { seesOwner }) };
  }

  async #list(
    context: RequestContext,
    request: Request,
    view: (row: GroupSnapshotRow) => Record<string, unknown>,
  ): Promise<unknown> {
    const microversion = microversionOf(request);
    let selection: Parameters<GroupSnapshotService['list']>[1] = { filters: {} };
    if (microversion >= PAGES) {
      const { page, filters } = this.collections.read(request);
      const resource = { resource: 'group_snapshot', microversion, before: (unchecked: typeof filters) => unchecked };
      selection = { ...page, filters: this.filters.process(context, filters, resource) };
    }
    const rows = await this.groupSnapshots.list(context, selection);
    const links = this.collections.nextLinks(request, 'group_snapshots', rows);
    return {
      group_snapshots: (await withoutMigrated(this.types, rows)).map(view),
      ...(links.length > 0 ? { group_snapshot_links: links } : {}),
    };
  }
}
