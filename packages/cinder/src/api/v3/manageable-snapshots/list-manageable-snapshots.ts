// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { SnapshotManagement } from '../../../snapshots/snapshot-management.js';
import { CollectionRequests } from '../../collection-requests.js';
import { requireCoreVersion } from '../../managed-backend.js';
import { ManageableSnapshotRequests } from './manageable-snapshot-requests.js';

/** What is on a back end already, and may become snapshots. */
@Controller('v3')
export class ListManageableSnapshots {
  constructor(
    @Inject(SnapshotManagement) private readonly management: SnapshotManagement,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
  ) {}

  @Operation({
    method: 'GET',
    path: '/manageable_snapshots',
    policy: { rule: 'snapshot_extension:list_manageable', target: 'resource' },
    success: 200,
  })
  list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, false);
  }

  @Operation({
    method: 'GET',
    path: '/manageable_snapshots/detail',
    policy: { rule: 'snapshot_extension:list_manageable', target: 'resource' },
    success: 200,
  })
  detail(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, true);
  }

  async #list(context: RequestContext, request: Request, detail: boolean): Promise<unknown> {
    requireCoreVersion(request);
    return new ManageableSnapshotRequests(this.management, this.collections).list(context, request, { detail });
  }
}
