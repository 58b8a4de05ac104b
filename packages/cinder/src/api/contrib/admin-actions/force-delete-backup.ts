// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { BackupService } from '../../../backups/backup-service.js';

@Controller('v3')
export class ForceDeleteBackup {
  constructor(@Inject(BackupService) private readonly backups: BackupService) {}

  @Operation({
    method: 'POST',
    path: '/backups/:id/action',
    action: 'os-force_delete',
    policy: { rule: 'volume_extension:backup_admin_actions:force_delete', target: 'resource' },
    success: 202,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.backups.delete(context, id, { force: true });
  }
}
