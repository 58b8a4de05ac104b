// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { BackupService } from '../../../backups/backup-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { microversionOf } from '../../microversion.js';
import { backupSchemas } from '../../schemas/backups.js';
import { backupSummary } from '../../views/backup-view.js';
import { stripped } from './stripped.js';

@Controller('v3')
export class UpdateBackup {
  constructor(
    @Inject(BackupService) private readonly backups: BackupService,
    @Inject(CollectionRequests) private readonly requests: CollectionRequests,
  ) {}

  @Operation({
    method: 'PUT',
    path: '/backups/:id',
    microversions: { min: '3.9' },
    policy: { rule: 'backup:update', target: 'resource' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: unknown,
    @Req() request: Request,
  ): Promise<unknown> {
    const wanted = backupSchemas.update(body, microversionOf(request));
    const backup = await this.backups.update(context, id, {
      name: stripped(wanted.name),
      description: stripped(wanted.description),
      metadata: wanted.metadata as Record<string, string> | undefined,
    });
    return { backup: backupSummary(this.requests, request, backup) };
  }
}
