// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { SnapshotManagement } from '../../../snapshots/snapshot-management.js';

@Controller('v3')
export class UnmanageSnapshot {
  constructor(@Inject(SnapshotManagement) private readonly management: SnapshotManagement) {}

  @Operation({
    method: 'POST',
    path: '/snapshots/:id/action',
    action: 'os-unmanage',
    policy: { rule: 'snapshot_extension:snapshot_unmanage', target: 'resource' },
    success: 202,
  })
  unmanage(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    return this.management.unmanage(context, id);
  }
}
