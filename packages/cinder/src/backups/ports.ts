// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { SnapshotObjectRow, VolumeObjectRow } from '../objects/from-rows.js';
import type { QuotaEngine } from '../quotas/quota-engine.js';
import type { BackupRow } from './backup-repository.js';

/** What backups need of volumes: each checks that the caller may see the object and throws what that area throws. */
export interface BackupVolumes {
  get(context: RequestContext, volumeId: string): Promise<VolumeObjectRow>;
  getSnapshot(context: RequestContext, snapshotId: string): Promise<SnapshotObjectRow>;
  /** A new volume to restore to. @param volume - `size` in GiB */
  create(
    context: RequestContext,
    volume: { readonly size: number; readonly name: string; readonly description: string },
  ): Promise<VolumeObjectRow>;
}

/** What backups need of quotas. */
export type BackupQuotas = Pick<QuotaEngine, 'reserve' | 'commit' | 'rollback'>;

/** What backups need of the scheduler: it chooses the cinder-backup that makes one. */
export interface BackupSchedulerRpc {
  createBackup(context: RequestContext, backup: BackupRow): Promise<void>;
}
