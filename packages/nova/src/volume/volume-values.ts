// SPDX-License-Identifier: Apache-2.0
import type { AttachmentValues, SnapshotValues, VolumeValues } from './volumes.js';
import { without } from '../without.js';

type Document = Readonly<Record<string, unknown>>;

/** A volume of the Block Storage API as nova speaks of it (nova 26, volume/cinder.py). */
export function volumeFromCinder(volume: Document): VolumeValues {
  const attachments = (Array.isArray(volume.attachments) ? volume.attachments : []) as readonly Document[];
  return {
    id: String(volume.id),
    status: String(volume.status),
    size: Number(volume.size),
    availability_zone: String(volume.availability_zone),
    display_name: textOrNull(volume.name),
    display_description: textOrNull(volume.description),
    created_at: textOrNull(volume.created_at),
    snapshot_id: textOrNull(volume.snapshot_id),
    attach_status: attachments.length > 0 ? 'attached' : 'detached',
    multiattach: volume.multiattach === true,
    // Text in the API, unlike its other booleans.
    bootable: String(volume.bootable).toLowerCase() === 'true',
    volume_type_id: textOrNull(volume.volume_type) ?? '',
    ...('shared_targets' in volume
      ? { shared_targets: volume.shared_targets === true, service_uuid: textOrNull(volume.service_uuid) }
      : {}),
    attachments: Object.fromEntries(
      attachments.map((one) => [
        String(one.server_id),
        { attachment_id: String(one.attachment_id), mountpoint: textOrNull(one.device) },
      ]),
    ),
    volume_image_metadata: texts(volume.volume_image_metadata),
    metadata: texts(volume.metadata),
    encrypted: volume.encrypted === true,
  };
}

export function snapshotFromCinder(snapshot: Document): SnapshotValues {
  return {
    id: String(snapshot.id),
    status: String(snapshot.status),
    volume_id: String(snapshot.volume_id),
    volume_size: Number(snapshot.size),
    display_name: textOrNull(snapshot.name),
    display_description: textOrNull(snapshot.description),
    created_at: textOrNull(snapshot.created_at),
  };
}

/**
 * An attachment with the connection as drivers know it: what the API has flat stands below `data`, with what is of the
 * attachment beside it.
 */
export function attachmentFromCinder(attachment: Document): AttachmentValues {
  const { id, status, connection_info: connection } = attachment;
  const values = { id: String(id), status: String(status) };
  if (typeof connection !== 'object' || connection === null || Object.keys(connection).length === 0) return values;
  const { driver_volume_type: kind } = connection as Document;
  return {
    ...values,
    connection_info: {
      driver_volume_type: String(kind),
      data: without(connection as Document, 'driver_volume_type', 'attachment_id'),
      ...without(attachment, 'id', 'attach_mode', 'connection_info'),
    },
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function texts(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]));
}
