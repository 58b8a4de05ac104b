// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { BackupService } from '../../../backups/backup-service.js';
import { ResourceFilters } from '../../../resource-filters/resource-filters.js';
import { CollectionRequests } from '../../collection-requests.js';
import { backupSummary } from '../../views/backup-view.js';
import { BackupLists } from './backup-lists.js';

@Controller('v3')
export class ListBackups {
  constructor(
    @Inject(BackupService) private readonly backups: BackupService,
    @Inject(CollectionRequests) private readonly requests: CollectionRequests,
    @Inject(ResourceFilters) private readonly filters: ResourceFilters,
  ) {}

  @Operation({ method: 'GET', path: '/backups', policy: { rule: 'backup:get_all' }, success: 200 })
  list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return new BackupLists(this.backups, this.requests, this.filters).answer(context, request, 'backups', (backup) =>
      backupSummary(this.requests, request, backup),
    );
  }
}
