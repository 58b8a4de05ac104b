// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { BackupService } from '../../../backups/backup-service.js';
import { ServiceNotFound } from '../../../errors/services.js';
import { CollectionRequests } from '../../collection-requests.js';
import { microversionOf } from '../../microversion.js';
import { backupSchemas } from '../../schemas/backups.js';
import { backupSummary } from '../../views/backup-view.js';

@Controller('v3')
export class ImportBackupRecord {
  constructor(
    @Inject(BackupService) private readonly backups: BackupService,
    @Inject(CollectionRequests) private readonly requests: CollectionRequests,
  ) {}

  @Operation({
    method: 'POST',
    path: '/backups/import_record',
    policy: { rule: 'backup:backup-import' },
    success: 201,
  })
  async import(
    @Caller() context: RequestContext,
    @JsonBody() body: unknown,
    @Req() request: Request,
  ): Promise<unknown> {
    const record = backupSchemas.importRecord(body, microversionOf(request));
    try {
      const backup = await this.backups.importRecord(context, String(record.backup_service), String(record.backup_url));
      return { backup: backupSummary(this.requests, request, backup) };
    } catch (error) {
      if (error instanceof ServiceNotFound) throw new HttpError(503, error.message, { cause: error });
      throw error;
    }
  }
}
