// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { SnapshotProgress } from '../../../snapshots/snapshot-progress.js';
import { snapshotActionSchemas } from '../../schemas/snapshot-actions.js';

const ACTION = 'os-update_snapshot_status';

@Controller('v3')
export class UpdateSnapshotStatus {
  constructor(@Inject(SnapshotProgress) private readonly progress: SnapshotProgress) {}

  @Operation({
    method: 'POST',
    path: '/snapshots/:id/action',
    action: ACTION,
    policy: { rule: 'snapshot_extension:snapshot_actions:update_snapshot_status', target: 'resource' },
    success: 202,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(snapshotActionSchemas.updateStatus)
    body: { readonly [ACTION]: { readonly status: string; readonly progress?: string } },
  ): Promise<void> {
    await this.progress.report(context, id, body[ACTION]);
  }
}
