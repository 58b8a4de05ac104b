// SPDX-License-Identifier: Apache-2.0
import { toWire, type ObjectValues, type WireObject } from '../objects/wire-object.js';
import { volumeObject, volumeTypeObject } from '../objects/from-rows.js';
import { dictionaryOf, type VolumeRow } from './volume.js';

/** Where a new volume's data comes from. */
export interface VolumeSources {
  readonly snapshotId: string | null;
  readonly sourceVolumeId: string | null;
  readonly imageId: string | null;
  readonly backupId: string | null;
}

export interface VolumeRequest extends VolumeSources {
  readonly volume: VolumeRow;
  readonly reservations: readonly string[];
  readonly availabilityZones: readonly string[];
  /** `host@backend#pool` that it has to be placed on. */
  readonly resourceBackend?: string | undefined;
}

/** What cinder-scheduler and cinder-volume are told of a new volume: the RequestSpec of Zed's messages. */
export function volumeRequestSpec(request: VolumeRequest): WireObject {
  const { volume } = request;
  const values: ObjectValues = {
    consistencygroup_id: volume.consistencyGroupId,
    group_id: volume.groupId,
    cgsnapshot_id: null,
    image_id: request.imageId,
    snapshot_id: request.snapshotId,
    source_volid: request.sourceVolumeId,
    volume_id: volume.id,
    volume: volumeObject(volume),
    volume_type: volume.volumeType === null ? null : volumeTypeObject(volume.volumeType),
    volume_properties: volumeProperties(request),
    backup_id: request.backupId,
    availability_zones: request.availabilityZones,
    resource_backend: request.resourceBackend,
  };
  return toWire(
    'RequestSpec',
    values,
    Object.keys(values).filter((name) => values[name] !== undefined),
  );
}

function volumeProperties({ volume, reservations }: VolumeRequest): WireObject {
  const values: ObjectValues = {
    attach_status: volume.attachStatus,
    availability_zone: volume.availabilityZone ?? undefined,
    cgsnapshot_id: null,
    consistencygroup_id: volume.consistencyGroupId,
    group_id: volume.groupId,
    display_description: volume.displayDescription,
    display_name: volume.displayName,
    encryption_key_id: volume.encryptionKeyId,
    metadata: dictionaryOf(volume.metadata),
    multiattach: volume.multiattach,
    project_id: volume.projectId,
    qos_specs: qosSpecsOf(volume),
    reservations,
    size: volume.size,
    snapshot_id: volume.snapshotId,
    source_volid: volume.sourceVolumeId,
    status: volume.status,
    user_id: volume.userId,
    volume_type_id: volume.volumeTypeId,
  };
  return toWire(
    'VolumeProperties',
    values,
    Object.keys(values).filter((name) => values[name] !== undefined),
  );
}

/** The type's QoS specs: they are looked up where the volume is attached, and null here unless there are some. */
function qosSpecsOf(volume: VolumeRow): Record<string, string> | null {
  const specs = (
    volume.volumeType as {
      qosSpecs?: { specs?: readonly { key: string | null; value: string | null }[] } | null;
    } | null
  )?.qosSpecs?.specs;
  return specs === undefined ? null : dictionaryOf(specs);
}
