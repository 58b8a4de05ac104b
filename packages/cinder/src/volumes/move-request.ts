// SPDX-License-Identifier: Apache-2.0
import { volumeObject, volumeTypeObject, type VolumeTypeObjectRow } from '../objects/from-rows.js';
import { fromWire, type ObjectValues } from '../objects/wire-object.js';
import { plainSpec } from '../scheduler/spec-values.js';
import type { VolumeRow } from './volume.js';

/**
 * What cinder-scheduler is told of a volume that there is and may go elsewhere: plain values, as upstream's
 * jsonutils.to_primitive makes them of its objects.
 * @param type - that it has, or that it is to have
 * @param nameTemplate - `volume_name_template`
 */
export function moveRequest(volume: VolumeRow, type: VolumeTypeObjectRow | null, nameTemplate: string): ObjectValues {
  const plain = plainSpec(
    {
      volume: fromWire('Volume', volumeObject(volume)),
      volume_type: type === null ? {} : fromWire('VolumeType', volumeTypeObject(type)),
    },
    nameTemplate,
  );
  return { volume_properties: plain.volume, volume_type: plain.volume_type, volume_id: volume.id };
}
