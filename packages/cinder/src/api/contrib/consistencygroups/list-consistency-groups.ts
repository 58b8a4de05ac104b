// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { GroupRow } from '../../../groups/group-repository.js';
import { GroupService } from '../../../groups/group-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { consistencyGroupDetail, nameView } from '../../views/group-view.js';

/** Reading consistency groups: all groups are seen as such, whatever their type. */
@Controller('v3')
export class ListConsistencyGroups {
  constructor(
    @Inject(GroupService) private readonly groups: GroupService,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
  ) {}

  @Operation({ method: 'GET', path: '/consistencygroups', policy: { rule: 'group:get_all' }, success: 200 })
  list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, nameView);
  }

  @Operation({ method: 'GET', path: '/consistencygroups/detail', policy: { rule: 'group:get_all' }, success: 200 })
  detail(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, consistencyGroupDetail);
  }

  @Operation({
    method: 'GET',
    path: '/consistencygroups/:id',
    policy: { rule: 'group:get', target: 'resource' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') id: string): Promise<unknown> {
    return { consistencygroup: consistencyGroupDetail(await this.groups.get(context, id)) };
  }

  async #list(context: RequestContext, request: Request, view: (row: GroupRow) => Record<string, unknown>) {
    const { page, filters } = this.collections.read(request);
    const rows = await this.groups.list(context, { ...page, filters });
    const links = this.collections.nextLinks(request, 'consistencygroups', rows);
    return {
      consistencygroups: rows.map(view),
      ...(links.length > 0 ? { consistencygroup_links: links } : {}),
    };
  }
}
