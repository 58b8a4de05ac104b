// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { BackupService } from '../../../backups/backup-service.js';
import { ServiceNotFound } from '../../../errors/services.js';
import { CollectionRequests } from '../../collection-requests.js';
import { flagOf } from '../../flag.js';
import { microversionOf } from '../../microversion.js';
import { backupSchemas } from '../../schemas/backups.js';
import { backupSummary } from '../../views/backup-view.js';
import { stripped } from './stripped.js';

@Controller('v3')
export class CreateBackup {
  constructor(
    @Inject(BackupService) private readonly backups: BackupService,
    @Inject(CollectionRequests) private readonly requests: CollectionRequests,
  ) {}

  @Operation({
    method: 'POST',
    path: '/backups',
    policy: { rule: 'backup:create', target: 'resource' },
    success: 202,
  })
  async create(
    @Caller() context: RequestContext,
    @JsonBody() body: unknown,
    @Req() request: Request,
  ): Promise<unknown> {
    const wanted = backupSchemas.create(body, microversionOf(request));
    try {
      const backup = await this.backups.create(context, {
        name: stripped(wanted.name) ?? null,
        description: stripped(wanted.description) ?? null,
        volumeId: String(wanted.volume_id),
        container: textOrNull(wanted.container),
        incremental: flagOf(wanted.incremental ?? false) ?? false,
        availabilityZone: textOrNull(wanted.availability_zone),
        force: flagOf(wanted.force ?? false) ?? false,
        snapshotId: textOrNull(wanted.snapshot_id),
        metadata: (wanted.metadata ?? {}) as Record<string, string>,
      });
      return { backup: backupSummary(this.requests, request, backup) };
    } catch (error) {
      if (error instanceof ServiceNotFound) throw new HttpError(503, error.message, { cause: error });
      throw error;
    }
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
