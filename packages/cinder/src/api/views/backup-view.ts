// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { BackupRow } from '../../backups/backup-repository.js';
import { FIXED_KEY_ID } from '../../keys/key-manager.js';
import type { CollectionRequests } from '../collection-requests.js';
import { microversionOf } from '../microversion.js';
import { wireTime } from '../wire-time.js';

/** Microversions at which a backup's view changed. */
const PROJECT = 3018;
const METADATA = 3043;
const USER = 3056;
const ENCRYPTION_KEY = 3064;

/** What every view of a backup has. */
export function backupSummary(
  requests: CollectionRequests,
  request: Request,
  { id, displayName }: Pick<BackupRow, 'id' | 'displayName'>,
): Record<string, unknown> {
  return { id, name: displayName, links: requests.links(request, 'backups', id) };
}

/** @param seesOwner - whether the caller may see whose it is */
export function backupDetail(
  requests: CollectionRequests,
  request: Request,
  backup: BackupRow,
  seesOwner: boolean,
): Record<string, unknown> {
  const microversion = microversionOf(request);
  const { encryptionKeyId } = backup;
  return {
    id: backup.id,
    status: backup.status,
    size: backup.size ?? 0,
    object_count: backup.objectCount ?? 0,
    availability_zone: backup.availabilityZone,
    container: backup.container,
    created_at: wireTime(backup.createdAt),
    updated_at: wireTime(backup.updatedAt),
    name: backup.displayName,
    description: backup.displayDescription,
    fail_reason: backup.failReason,
    volume_id: backup.volumeId,
    links: requests.links(request, 'backups', backup.id),
    is_incremental: Boolean(backup.parentId),
    has_dependent_backups: Boolean(backup.numDependentBackups),
    snapshot_id: backup.snapshotId,
    data_timestamp: wireTime(backup.dataTimestamp),
    ...(microversion >= METADATA
      ? { metadata: Object.fromEntries(backup.metadata.map(({ key, value }) => [key ?? '', value])) }
      : {}),
    ...(microversion >= ENCRYPTION_KEY && encryptionKeyId && encryptionKeyId !== FIXED_KEY_ID
      ? { encryption_key_id: encryptionKeyId }
      : {}),
    ...(seesOwner && microversion >= PROJECT ? { 'os-backup-project-attr:project_id': backup.projectId } : {}),
    ...(seesOwner && microversion >= USER ? { user_id: backup.userId } : {}),
  };
}
