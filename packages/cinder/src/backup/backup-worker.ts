// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { BackupRepository, BackupRow } from '../backups/backup-repository.js';
import type { BackupQuotas } from '../backups/ports.js';
import type { MessageAction, MessageDetail } from '../messages/message-fields.js';
import type { Notifications } from '../notifications/notifications.js';
import type { BackupRpc } from '../rpc/backup-rpc.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { BackupVolumeRepository } from './backup-volume-repository.js';
import type { DriverSetup } from './driver-setup.js';
import type { OperationLimit } from './operation-limit.js';
import type { BackupKeys, BackupMessages } from './ports.js';
import type { VolumeMetadata } from './volume-metadata.js';
import type { BackupVolumeAccess } from './volume-access.js';

/** What the parts of a cinder-backup share. */
export interface BackupWorker {
  readonly host: string;
  readonly availabilityZone: string;
  readonly backups: BackupRepository;
  readonly volumes: BackupVolumeRepository;
  readonly access: BackupVolumeAccess;
  readonly metadata: VolumeMetadata;
  readonly setup: DriverSetup;
  readonly limit: OperationLimit;
  readonly volumeRpc: VolumeRpc;
  readonly backupRpc: BackupRpc;
  readonly keys: BackupKeys;
  readonly quotas: BackupQuotas;
  readonly messages: BackupMessages;
  readonly notifications: Notifications;
  readonly logger: Logger;
}

/** Tells the user what went wrong. */
export function tellUser(
  { messages }: BackupWorker,
  context: RequestContext,
  backupId: string,
  action: MessageAction,
  detail: MessageDetail,
): Promise<void> {
  return messages.create(context, { action, detail, resourceType: 'VOLUME_BACKUP', resourceId: backupId });
}

/**
 * Notifies of a backup: `backup.<suffix>`, upstream's volume_utils.py, _usage_from_backup. That it could not be done
 * is logged: no backup fails for it.
 */
export async function notifyAbout(
  { notifications, logger }: BackupWorker,
  context: RequestContext,
  backup: BackupRow,
  suffix: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  try {
    await notifications.info(context, 'backup', `backup.${suffix}`, { ...usageOf(backup), ...details });
  } catch (error) {
    logger.error(`No notification of backup.${suffix} of ${backup.id}.`, error);
  }
}

function usageOf(backup: BackupRow): Record<string, unknown> {
  return {
    tenant_id: backup.projectId,
    user_id: backup.userId,
    availability_zone: backup.availabilityZone,
    backup_id: backup.id,
    host: backup.host,
    display_name: backup.displayName,
    created_at: backup.createdAt === null ? null : `${backup.createdAt.toISOString().slice(0, 19)}+00:00`,
    status: backup.status,
    volume_id: backup.volumeId,
    size: backup.size ?? 0,
    service_metadata: backup.serviceMetadata,
    service: backup.service,
    fail_reason: backup.failReason,
    parent_id: backup.parentId,
    num_dependent_backups: backup.numDependentBackups ?? 0,
    snapshot_id: backup.snapshotId,
  };
}
