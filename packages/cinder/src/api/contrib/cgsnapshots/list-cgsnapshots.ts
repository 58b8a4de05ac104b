// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { GroupSnapshotRow } from '../../../groups/group-snapshot-repository.js';
import { GroupSnapshotService } from '../../../groups/group-snapshot-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { cgsnapshotDetail, nameView } from '../../views/group-view.js';

/** Reading snapshots of consistency groups: limit and offset count, markers, orders and filters do not. */
@Controller('v3')
export class ListCgsnapshots {
  constructor(
    @Inject(GroupSnapshotService) private readonly groupSnapshots: GroupSnapshotService,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
  ) {}

  @Operation({ method: 'GET', path: '/cgsnapshots', policy: { rule: 'group:get_all_group_snapshots' }, success: 200 })
  list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, nameView);
  }

  @Operation({
    method: 'GET',
    path: '/cgsnapshots/detail',
    policy: { rule: 'group:get_all_group_snapshots' },
    success: 200,
  })
  detail(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, cgsnapshotDetail);
  }

  @Operation({
    method: 'GET',
    path: '/cgsnapshots/:id',
    policy: { rule: 'group:get_group_snapshot', target: 'resource' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') id: string): Promise<unknown> {
    return { cgsnapshot: cgsnapshotDetail(await this.groupSnapshots.get(context, id)) };
  }

  async #list(context: RequestContext, request: Request, view: (row: GroupSnapshotRow) => Record<string, unknown>) {
    const { limit, offset } = this.collections.read(request).page;
    const rows = await this.groupSnapshots.list(context, { limit, offset, filters: {} });
    return { cgsnapshots: rows.map(view) };
  }
}
