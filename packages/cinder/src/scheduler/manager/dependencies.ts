// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { BackupRepository } from '../../backups/backup-repository.js';
import type { MessageService } from '../../messages/message-service.js';
import type { Notifications } from '../../notifications/notifications.js';
import type { QuotaEngine } from '../../quotas/quota-engine.js';
import type { BackupRpc } from '../../rpc/backup-rpc.js';
import type { SchedulerRpc } from '../../rpc/scheduler-rpc.js';
import type { VolumeRpc } from '../../rpc/volume-rpc.js';
import type { ServiceRepository } from '../../services/service-repository.js';
import type { SnapshotRepository } from '../../snapshots/snapshot-repository.js';
import type { VolumeRepository } from '../../volumes/volume-repository.js';
import type { WorkerRepository } from '../../workers/worker-repository.js';
import type { FilterScheduler } from '../filter-scheduler.js';
import type { HostManager } from '../host-manager.js';
import type { Readiness } from '../readiness.js';
import type { ScheduledGroups } from '../scheduled-groups.js';

export interface SchedulerSettings {
  /** `host` of this node. */
  readonly host: string;
  readonly scheduler_max_attempts: number;
  readonly volume_name_template: string;
  readonly backup_use_same_host: boolean;
  readonly max_over_subscription_ratio: string;
}

/** What the parts of cinder-scheduler's manager have in common. */
export interface SchedulerDependencies {
  readonly scheduler: FilterScheduler;
  readonly hosts: HostManager;
  readonly readiness: Readiness;
  readonly volumes: VolumeRepository;
  readonly snapshots: SnapshotRepository;
  readonly backups: BackupRepository;
  readonly groups: ScheduledGroups;
  readonly services: ServiceRepository;
  readonly workers: WorkerRepository;
  readonly volumeRpc: VolumeRpc;
  readonly backupRpc: BackupRpc;
  readonly schedulerRpc: SchedulerRpc;
  readonly quotas: QuotaEngine;
  readonly messages: MessageService;
  readonly notifications: Notifications;
  readonly settings: SchedulerSettings;
  readonly logger: Logger;
}
