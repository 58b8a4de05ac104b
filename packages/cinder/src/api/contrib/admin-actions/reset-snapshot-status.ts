// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { StatusReset } from '../../../volumes/status-reset.js';
import { adminActionSchemas } from '../../schemas/admin-actions.js';

@Controller('v3')
export class ResetSnapshotStatus {
  constructor(@Inject(StatusReset) private readonly statuses: StatusReset) {}

  @Operation({
    method: 'POST',
    path: '/snapshots/:id/action',
    action: 'os-reset_status',
    policy: { rule: 'volume_extension:snapshot_admin_actions:reset_status', target: 'resource' },
    success: 202,
  })
  async reset(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(adminActionSchemas.resetSnapshot) body: { readonly 'os-reset_status': { readonly status: string } },
  ): Promise<void> {
    await this.statuses.snapshot(context, id, body['os-reset_status'].status.toLowerCase());
  }
}
