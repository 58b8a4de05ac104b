// SPDX-License-Identifier: Apache-2.0
import type { VolumeAttachment } from '../../generated/mysql/client.js';
import { wireTime } from '../wire-time.js';

/** An attachment in lists. */
export function attachmentSummary(row: VolumeAttachment): Record<string, unknown> {
  return { id: row.id, status: row.attachStatus, instance: row.instanceUuid, volume_id: row.volumeId };
}

/** An attachment with its connection. @param format - of the volume's file, where its back end has files */
export function attachmentDetail(row: VolumeAttachment, format?: string): Record<string, unknown> {
  const info =
    row.connectionInfo === null || row.connectionInfo === '' ? null : (JSON.parse(row.connectionInfo) as object);
  return {
    ...attachmentSummary(row),
    attached_at: wireTime(row.attachTime) ?? '',
    detached_at: wireTime(row.detachTime) ?? '',
    attach_mode: row.attachMode,
    connection_info: format === undefined ? info : { ...info, format },
  };
}
