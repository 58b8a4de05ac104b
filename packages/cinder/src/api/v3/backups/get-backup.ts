// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { BackupService } from '../../../backups/backup-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { backupDetail } from '../../views/backup-view.js';

@Controller('v3')
export class GetBackup {
  constructor(
    @Inject(BackupService) private readonly backups: BackupService,
    @Inject(CollectionRequests) private readonly requests: CollectionRequests,
  ) {}

  @Operation({
    method: 'GET',
    path: '/backups/:id',
    policy: { rule: 'backup:get', target: 'resource' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    const backup = await this.backups.get(context, id);
    return { backup: backupDetail(this.requests, request, backup, this.backups.seesOwner(context)) };
  }
}
