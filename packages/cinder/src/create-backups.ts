// SPDX-License-Identifier: Apache-2.0
import type { Provider } from '@nestjs/common';
import type { Configuration, Logger } from '@stackport/config';
import type { Enforcer } from '@stackport/policy';
import { apiClass } from './api-class.js';
import { BackupHosts } from './backups/backup-hosts.js';
import { BackupQuota } from './backups/backup-quota.js';
import { BackupRepository } from './backups/backup-repository.js';
import { BackupService } from './backups/backup-service.js';
import type { Volumes } from './create-volumes.js';
import type { CinderDatabase } from './database.js';
import { importNpmExport } from './npm-export.js';
import { apiClassOptions, backupApiOptions } from './options/index.js';
import type { QuotaEngine } from './quotas/quota-engine.js';
import type { BackupRpc } from './rpc/backup-rpc.js';
import type { SchedulerRpc } from './rpc/scheduler-rpc.js';
import type { ServiceRepository } from './services/service-repository.js';

export interface BackupsInit {
  readonly configuration: Configuration;
  readonly database: CinderDatabase;
  readonly enforcer: Enforcer;
  readonly quotas: QuotaEngine;
  readonly services: ServiceRepository;
  readonly volumes: Pick<Volumes, 'volumes' | 'snapshots' | 'creation'>;
  readonly backupRpc: BackupRpc;
  readonly schedulerRpc: SchedulerRpc;
  readonly logger: Logger;
}

/** Puts backups together. Rejects with what is wrong with `backup_api_class`. */
export async function createBackups(
  init: BackupsInit,
): Promise<{ readonly service: BackupService; readonly providers: Provider[] }> {
  const { configuration, services, backupRpc, schedulerRpc, enforcer } = init;
  const { volumes, snapshots, creation } = init.volumes;
  const Service = await apiClass({
    option: 'backup_api_class',
    name: configuration.get(apiClassOptions).backup_api_class,
    upstream: 'cinder.backup.api.API',
    base: BackupService,
    importModule: (name) => importNpmExport(name, configuration),
  });
  const service = new Service({
    backups: new BackupRepository(init.database),
    hosts: new BackupHosts({ services, sameHost: configuration.get(backupApiOptions).backup_use_same_host }),
    volumes: {
      get: (context, id) => volumes.get(context, id),
      getSnapshot: (context, id) => snapshots.get(context, id),
      create: (context, volume) => {
        const target = { project_id: context.projectId ?? null, user_id: context.userId ?? null };
        enforcer.authorize('volume:create', target, context);
        return creation.create(context, volume);
      },
    },
    quota: new BackupQuota(init.quotas),
    backupRpc,
    schedulerRpc,
    enforcer,
    logger: init.logger.named('cinder.backup.api'),
  });
  return { service, providers: [{ provide: BackupService, useValue: service }] };
}
