// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, ENFORCER, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { SnapshotService } from '../../../snapshots/snapshot-service.js';

const RULE = 'volume_extension:snapshot_admin_actions:force_delete';

@Controller('v3')
export class ForceDeleteSnapshot {
  constructor(
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'POST',
    path: '/snapshots/:id/action',
    action: 'os-force_delete',
    policy: { rule: RULE, target: 'resource' },
    success: 202,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    const snapshot = await this.snapshots.get(context, id);
    this.enforcer.authorize(RULE, { project_id: snapshot.projectId, user_id: snapshot.userId }, context);
    await this.snapshots.delete(context, snapshot, { force: true });
  }
}
