// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { SnapshotManagement } from '../../../snapshots/snapshot-management.js';
import { CollectionRequests } from '../../collection-requests.js';
import {
  ManageableSnapshotRequests,
  type ManageSnapshotBody,
} from '../../v3/manageable-snapshots/manageable-snapshot-requests.js';

/** Takes something on a back end under management as a snapshot. */
@Controller('v3')
export class ManageOsSnapshot {
  constructor(
    @Inject(SnapshotManagement) private readonly management: SnapshotManagement,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
  ) {}

  @Operation({
    method: 'POST',
    path: '/os-snapshot-manage',
    policy: { rule: 'snapshot_extension:snapshot_manage', target: 'resource' },
    success: 202,
  })
  async manage(@Caller() context: RequestContext, @JsonBody() body: ManageSnapshotBody): Promise<unknown> {
    return new ManageableSnapshotRequests(this.management, this.collections).manage(context, body);
  }
}
