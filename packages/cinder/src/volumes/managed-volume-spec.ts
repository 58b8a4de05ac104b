// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from '../objects/wire-object.js';
import type { VolumeTypeRow } from '../volume-types/volume-type-repository.js';
import { dictionaryOf, type VolumeRow } from './volume.js';

/**
 * What cinder-scheduler is told of a volume that comes under management: plain values, where others are told a
 * RequestSpec (upstream's flows/api/manage_existing.py).
 * @param ref - what the back end knows it by
 */
export function managedVolumeSpec(volume: VolumeRow, type: VolumeTypeRow, ref: unknown): ObjectValues {
  return {
    volume_id: volume.id,
    volume_type: {
      id: type.id,
      name: type.name,
      description: type.description,
      is_public: type.isPublic,
      qos_specs_id: type.qosSpecsId,
      extra_specs: dictionaryOf(type.extraSpecs),
    },
    volume_properties: {
      size: volume.size,
      user_id: volume.userId,
      project_id: volume.projectId,
      status: volume.status,
      attach_status: volume.attachStatus,
      display_description: volume.displayDescription,
      display_name: volume.displayName,
      host: volume.host,
      cluster_name: volume.clusterName,
      availability_zone: volume.availabilityZone,
      volume_type_id: volume.volumeTypeId,
      metadata: dictionaryOf(volume.metadata),
      bootable: volume.bootable,
      multiattach: volume.multiattach,
    },
    ref,
  };
}
