// SPDX-License-Identifier: Apache-2.0
import type { Snapshot, Volume } from '../../generated/mysql/client.js';
import type { VolumeWithParts } from './manager-repository.js';

/** What notifications say of a volume (cinder 21, volume/volume_utils.py, _usage_from_volume). */
export function volumeUsage(
  volume: Volume & Partial<Pick<VolumeWithParts, 'metadata' | 'attachments' | 'glanceMetadata'>>,
): Record<string, unknown> {
  return {
    tenant_id: volume.projectId,
    host: volume.host,
    user_id: volume.userId,
    availability_zone: volume.availabilityZone,
    volume_id: volume.id,
    volume_type: volume.volumeTypeId,
    display_name: volume.displayName,
    launched_at: isoTime(volume.launchedAt),
    created_at: isoTime(volume.createdAt),
    status: volume.status,
    snapshot_id: volume.snapshotId,
    size: volume.size,
    replication_status: volume.replicationStatus,
    replication_extended_status: volume.replicationExtendedStatus,
    replication_driver_data: volume.replicationDriverData,
    metadata: Object.fromEntries((volume.metadata ?? []).map(({ key, value }) => [key ?? '', value])),
    volume_attachment: (volume.attachments ?? []).map(({ id, instanceUuid, attachedHost, mountpoint }) => ({
      id,
      instance_uuid: instanceUuid,
      attached_host: attachedHost,
      mountpoint,
    })),
    ...((volume.glanceMetadata?.length ?? 0) > 0
      ? { glance_metadata: volume.glanceMetadata?.map(({ key, value }) => ({ key, value })) }
      : {}),
  };
}

export function snapshotUsage(snapshot: Snapshot, volume: Volume): Record<string, unknown> {
  return {
    tenant_id: snapshot.projectId,
    user_id: snapshot.userId,
    availability_zone: volume.availabilityZone,
    volume_id: snapshot.volumeId,
    volume_size: snapshot.volumeSize,
    snapshot_id: snapshot.id,
    display_name: snapshot.displayName,
    created_at: isoTime(snapshot.createdAt),
    status: snapshot.status,
    deleted: snapshot.deletedAt === null ? '' : isoTime(snapshot.deletedAt),
    metadata: '',
  };
}

/** `2026-11-27T00:00:00+00:00` */
function isoTime(time: Date | null): string | null {
  return time === null ? null : `${time.toISOString().slice(0, 19)}+00:00`;
}
