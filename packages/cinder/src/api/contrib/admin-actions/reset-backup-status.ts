// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { BackupService } from '../../../backups/backup-service.js';
import { microversionOf } from '../../microversion.js';
import { backupSchemas } from '../../schemas/backups.js';

@Controller('v3')
export class ResetBackupStatus {
  constructor(@Inject(BackupService) private readonly backups: BackupService) {}

  @Operation({
    method: 'POST',
    path: '/backups/:id/action',
    action: 'os-reset_status',
    policy: { rule: 'volume_extension:backup_admin_actions:reset_status', target: 'resource' },
    success: 202,
  })
  async reset(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: unknown,
    @Req() request: Request,
  ): Promise<void> {
    const { status } = backupSchemas.resetStatus(body, microversionOf(request));
    await this.backups.resetStatus(context, id, String(status).toLowerCase());
  }
}
