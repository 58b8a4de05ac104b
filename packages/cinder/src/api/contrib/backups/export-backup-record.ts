// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { BackupService } from '../../../backups/backup-service.js';

@Controller('v3')
export class ExportBackupRecord {
  constructor(@Inject(BackupService) private readonly backups: BackupService) {}

  @Operation({
    method: 'GET',
    path: '/backups/:id/export_record',
    policy: { rule: 'backup:export-import', target: 'resource' },
    success: 200,
  })
  async export(@Caller() context: RequestContext, @Param('id') id: string): Promise<unknown> {
    const record = await this.backups.exportRecord(context, id);
    return { 'backup-record': { backup_service: record.backup_service, backup_url: record.backup_url } };
  }
}
