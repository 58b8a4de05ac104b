// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { StatusReset } from '../../../volumes/status-reset.js';
import { adminActionSchemas } from '../../schemas/admin-actions.js';

type Text = string | null;

@Controller('v3')
export class ResetVolumeStatus {
  constructor(@Inject(StatusReset) private readonly statuses: StatusReset) {}

  @Operation({
    method: 'POST',
    path: '/volumes/:id/action',
    action: 'os-reset_status',
    policy: { rule: 'volume_extension:volume_admin_actions:reset_status', target: 'resource' },
    success: 202,
  })
  async reset(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(adminActionSchemas.resetVolume)
    body: {
      readonly 'os-reset_status': {
        readonly status?: Text;
        readonly attach_status?: Text;
        readonly migration_status?: Text;
      };
    },
  ): Promise<void> {
    const { status, attach_status: attachStatus, migration_status: migrationStatus } = body['os-reset_status'];
    await this.statuses.volume(context, id, {
      ...(status ? { status: status.toLowerCase() } : {}),
      ...(attachStatus ? { attachStatus: attachStatus.toLowerCase() } : {}),
      ...(migrationStatus ? { migrationStatus: noneIsNull(migrationStatus.toLowerCase()) } : {}),
    });
  }
}

function noneIsNull(status: string): Text {
  return status === 'none' ? null : status;
}
