// SPDX-License-Identifier: Apache-2.0
import type { SnapshotValues, VolumeValues } from '../../../volume/volumes.js';

export function volumeView(volume: VolumeValues): Record<string, unknown> {
  return {
    id: volume.id,
    status: volume.status,
    size: volume.size,
    availabilityZone: volume.availability_zone,
    createdAt: volume.created_at,
    attachments: [attachmentView(volume)],
    displayName: volume.display_name,
    displayDescription: volume.display_description,
    volumeType: volume.volume_type_id,
    snapshotId: volume.snapshot_id,
    metadata: volume.metadata,
  };
}

/** The first of them, as in the days when a volume had one at most; an empty one of a volume that has none. */
function attachmentView({ id, attachments }: VolumeValues): Record<string, unknown> {
  const [first] = Object.entries(attachments);
  if (first === undefined) return {};
  const [serverId, { mountpoint }] = first;
  return { id, volumeId: id, serverId, ...(mountpoint === null || mountpoint === '' ? {} : { device: mountpoint }) };
}

export function snapshotView(snapshot: SnapshotValues): Record<string, unknown> {
  return {
    id: snapshot.id,
    volumeId: snapshot.volume_id,
    status: snapshot.status,
    size: snapshot.volume_size,
    createdAt: snapshot.created_at,
    displayName: snapshot.display_name,
    displayDescription: snapshot.display_description,
  };
}
