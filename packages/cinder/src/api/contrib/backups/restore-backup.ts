// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { BackupService } from '../../../backups/backup-service.js';
import { VolumeLimitExceeded, VolumeSizeExceedsAvailableQuota } from '../../../errors/quotas.js';
import { microversionOf } from '../../microversion.js';
import { backupSchemas } from '../../schemas/backups.js';

@Controller('v3')
export class RestoreBackup {
  constructor(@Inject(BackupService) private readonly backups: BackupService) {}

  @Operation({
    method: 'POST',
    path: '/backups/:id/restore',
    policy: { rule: 'backup:restore', target: 'resource' },
    success: 202,
  })
  async restore(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: unknown,
    @Req() request: Request,
  ): Promise<unknown> {
    const { volume_id: volumeId, name } = backupSchemas.restore(body, microversionOf(request));
    try {
      const restoration = await this.backups.restore(context, id, {
        volumeId: typeof volumeId === 'string' ? volumeId : null,
        name: typeof name === 'string' ? name : null,
      });
      return {
        restore: {
          backup_id: restoration.backupId,
          volume_id: restoration.volumeId,
          volume_name: restoration.volumeName,
        },
      };
    } catch (error) {
      if (error instanceof VolumeSizeExceedsAvailableQuota || error instanceof VolumeLimitExceeded)
        throw new HttpError(413, error.message, { headers: { 'Retry-After': '0' }, cause: error });
      throw error;
    }
  }
}
