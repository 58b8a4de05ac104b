// SPDX-License-Identifier: Apache-2.0
import type { SnapshotRow } from '../../snapshots/snapshot-repository.js';
import { dictionaryOf } from '../../volumes/volume.js';
import { wireTime } from '../wire-time.js';

/** A snapshot in lists. */
export function snapshotSummary(row: SnapshotRow): Record<string, unknown> {
  return {
    id: row.id,
    created_at: wireTime(row.createdAt),
    updated_at: wireTime(row.updatedAt),
    name: row.displayName,
    description: row.displayDescription,
    volume_id: row.volumeId,
    status: row.status,
    size: row.volumeSize,
    metadata: dictionaryOf(row.metadata),
  };
}

/** A snapshot with what the microversion has beside that. @param microversion - 3070 for 3.70 */
export function snapshotDetail(row: SnapshotRow, microversion: number): Record<string, unknown> {
  const view = snapshotSummary(row);
  if (microversion >= 3014) view.group_snapshot_id = row.groupSnapshotId;
  if (microversion >= 3041) view.user_id = row.userId;
  if (microversion >= 3065) view.consumes_quota = row.useQuota;
  return view;
}
