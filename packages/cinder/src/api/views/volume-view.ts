// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { FIXED_KEY_ID } from '../../keys/key-manager.js';
import { dictionaryOf, type VolumeRow } from '../../volumes/volume.js';
import { wireTime } from '../wire-time.js';

export interface Link {
  readonly rel: string;
  readonly href: string;
}

export interface VolumeViewOptions {
  /** Of the request: 3070 for 3.70. */
  readonly microversion: number;
  readonly links: readonly Link[];
}

/** Admin metadata that everybody sees among a volume's metadata. */
const VISIBLE_ADMIN_METADATA = ['readonly', 'attached_mode'];
/** States that clients have never been told of. */
const SHOWN_AS: Readonly<Record<string, string>> = {
  managing: 'creating',
  error_managing: 'error',
  error_managing_deleting: 'deleting',
};

/** A volume in lists without details. */
export function volumeSummary(volume: VolumeRow, links: readonly Link[]): Record<string, unknown> {
  return { id: volume.id, name: volume.displayName, links };
}

/**
 * A volume with its details, as far as the microversion and the caller may see (cinder 21, api/v3/views/volumes.py).
 * @param options.withAdminMetadata - false for the answer to its creation, which has none
 */
export function volumeDetail(
  context: RequestContext,
  volume: VolumeRow,
  { microversion, links }: VolumeViewOptions,
): Record<string, unknown> {
  return {
    id: volume.id,
    status: SHOWN_AS[volume.status ?? ''] ?? volume.status,
    size: volume.size,
    availability_zone: volume.availabilityZone,
    created_at: wireTime(volume.createdAt),
    updated_at: wireTime(volume.updatedAt),
    name: volume.displayName,
    description: volume.displayDescription,
    volume_type: volume.volumeType?.name ?? (microversion >= 3063 ? null : volume.volumeTypeId),
    snapshot_id: volume.snapshotId,
    source_volid: volume.sourceVolumeId,
    metadata: shownMetadata(volume),
    links,
    user_id: volume.userId,
    // A word, not a boolean.
    bootable: String(volume.bootable ?? false),
    encrypted: volume.encryptionKeyId !== null,
    replication_status: volume.replicationStatus,
    consistencygroup_id: volume.convertedGroupId ?? volume.consistencyGroupId,
    multiattach: volume.multiattach,
    attachments: attachmentsOf(context, volume),
    ...(context.isAdmin ? { migration_status: volume.migrationStatus } : {}),
    ...newerFields(context, volume, microversion),
  };
}

function newerFields(context: RequestContext, volume: VolumeRow, microversion: number): Record<string, unknown> {
  const view: Record<string, unknown> = {};
  if (microversion >= 3013) view.group_id = volume.groupId;
  if (microversion >= 3021 && context.isAdmin) view.provider_id = volume.providerId;
  if (microversion >= 3048) {
    view.shared_targets = microversion >= 3069 ? volume.sharedTargets : (volume.sharedTargets ?? true);
    view.service_uuid = volume.serviceUuid;
  }
  if (microversion >= 3061 && context.isAdmin) view.cluster_name = volume.clusterName;
  if (microversion >= 3063) view.volume_type_id = volume.volumeType?.id ?? volume.volumeTypeId;
  if (microversion >= 3064 && volume.encryptionKeyId && volume.encryptionKeyId !== FIXED_KEY_ID)
    view.encryption_key_id = volume.encryptionKeyId;
  if (microversion >= 3065) view.consumes_quota = volume.useQuota;
  return view;
}

function shownMetadata(volume: VolumeRow): Record<string, string> {
  const visible = volume.adminMetadata.filter(({ key }) => VISIBLE_ADMIN_METADATA.includes(key ?? ''));
  return { ...dictionaryOf(volume.metadata), ...dictionaryOf(visible) };
}

function attachmentsOf(context: RequestContext, volume: VolumeRow): Record<string, unknown>[] {
  return volume.attachments
    .filter(({ attachStatus }) => attachStatus === 'attached')
    .map((attachment) => ({
      id: attachment.volumeId,
      attachment_id: attachment.id,
      volume_id: attachment.volumeId,
      server_id: attachment.instanceUuid,
      host_name: context.isAdmin ? attachment.attachedHost : null,
      device: attachment.mountpoint,
      attached_at: wireTime(attachment.attachTime),
    }));
}
