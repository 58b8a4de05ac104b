// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { GroupTypeService } from '../../../group-types/group-type-service.js';
import type { GroupRow } from '../../../groups/group-repository.js';
import { GroupService } from '../../../groups/group-service.js';
import { ResourceFilters } from '../../../resource-filters/resource-filters.js';
import { CollectionRequests } from '../../collection-requests.js';
import { queryFlag } from '../../flag.js';
import { microversionOf } from '../../microversion.js';
import { groupDetail, nameView } from '../../views/group-view.js';
import { refuseMigrated, withoutMigrated } from './migrated-groups.js';

/** From here on `list_volume` tells which volumes are in a group. */
const VOLUME_LIST = 3025;

/** Reading groups. */
@Controller('v3')
export class ListGroups {
  constructor(
    @Inject(GroupService) private readonly groups: GroupService,
    @Inject(GroupTypeService) private readonly types: GroupTypeService,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
    @Inject(ResourceFilters) private readonly filters: ResourceFilters,
  ) {}

  @Operation({
    method: 'GET',
    path: '/groups',
    microversions: { min: '3.13' },
    policy: { rule: 'group:get_all' },
    success: 200,
  })
  async list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const rows = await this.#rows(context, request);
    return this.#page(request, rows, rows.map(nameView));
  }

  @Operation({
    method: 'GET',
    path: '/groups/detail',
    microversions: { min: '3.13' },
    policy: { rule: 'group:get_all' },
    success: 200,
  })
  async detail(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const rows = await this.#rows(context, request);
    return this.#page(request, rows, await this.#details(context, request, rows));
  }

  @Operation({
    method: 'GET',
    path: '/groups/:id',
    microversions: { min: '3.13' },
    policy: { rule: 'group:get', target: 'resource' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    const row = await this.groups.get(context, id);
    await refuseMigrated(this.types, row.groupTypeId);
    return { group: (await this.#details(context, request, [row]))[0] };
  }

  async #rows(context: RequestContext, request: Request): Promise<GroupRow[]> {
    const { page, filters: given } = this.collections.read(request);
    const filters = this.filters.process(
      context,
      Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'list_volume')),
      { resource: 'group', microversion: microversionOf(request), before: (unchecked) => unchecked },
    );
    return withoutMigrated(this.types, await this.groups.list(context, { ...page, filters }));
  }

  async #details(
    context: RequestContext,
    request: Request,
    rows: readonly GroupRow[],
  ): Promise<Record<string, unknown>[]> {
    const microversion = microversionOf(request);
    const seesOwner = this.groups.seesOwner(context);
    const volumeIds =
      microversion >= VOLUME_LIST && queryFlag(request.query, 'list_volume')
        ? await this.groups.volumeIdsOf(rows.map(({ id }) => id))
        : undefined;
    return rows.map((row) => groupDetail(row, microversion, { volumeIds: volumeIds?.get(row.id), seesOwner }));
  }

  #page(request: Request, rows: readonly GroupRow[], views: readonly Record<string, unknown>[]): unknown {
    const links = this.collections.nextLinks(request, 'groups', rows);
    return { groups: views, ...(links.length > 0 ? { group_links: links } : {}) };
  }
}
