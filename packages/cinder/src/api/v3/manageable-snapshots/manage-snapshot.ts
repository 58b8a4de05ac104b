// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { SnapshotManagement } from '../../../snapshots/snapshot-management.js';
import { CollectionRequests } from '../../collection-requests.js';
import { requireCoreVersion } from '../../managed-backend.js';
import { ManageableSnapshotRequests, type ManageSnapshotBody } from './manageable-snapshot-requests.js';

/** Takes something on a back end under management as a snapshot. */
@Controller('v3')
export class ManageSnapshot {
  constructor(
    @Inject(SnapshotManagement) private readonly management: SnapshotManagement,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
  ) {}

  @Operation({
    method: 'POST',
    path: '/manageable_snapshots',
    policy: { rule: 'snapshot_extension:snapshot_manage', target: 'resource' },
    success: 202,
  })
  async manage(
    @Caller() context: RequestContext,
    @Req() request: Request,
    @JsonBody() body: ManageSnapshotBody,
  ): Promise<unknown> {
    requireCoreVersion(request);
    return new ManageableSnapshotRequests(this.management, this.collections).manage(context, body);
  }
}
