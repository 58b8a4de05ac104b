// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Group } from '../generated/mysql/client.js';
import type { GroupTypeRow } from '../group-types/group-type-repository.js';
import { groupSpecsOf } from '../group-types/group-type-service.js';
import { toWire, type ObjectValues, type WireObject } from '../objects/wire-object.js';
import type { VolumeTypeRow } from '../volume-types/volume-type-repository.js';
import { dictionaryOf } from '../volumes/volume.js';

/** What the scheduler is told of a new group: plain dictionaries, as upstream sends them with `create_group`. */
export function groupRequest(
  context: RequestContext,
  group: Group,
  { groupType, volumeTypes }: { readonly groupType: GroupTypeRow; readonly volumeTypes: readonly VolumeTypeRow[] },
): {
  readonly groupSpec: ObjectValues;
  readonly requestSpecs: readonly ObjectValues[];
  readonly groupFilterProperties: ObjectValues;
  readonly filterProperties: readonly ObjectValues[];
} {
  const common = {
    // The size is the scheduler's to fill in.
    size: 0,
    user_id: context.userId ?? null,
    project_id: context.projectId ?? null,
    status: 'creating',
    display_description: null,
    display_name: null,
    group_type_id: group.groupTypeId,
  };
  return {
    groupSpec: {
      group_type: { ...typeValues(groupType), group_specs: groupSpecsOf(groupType) },
      group_id: group.id,
      volume_properties: common,
      qos_specs: null,
    },
    requestSpecs: volumeTypes.map((type) => {
      const qosSpecs = dictionaryOf(type.qosSpecs?.specs ?? []);
      return {
        volume_type: { ...typeValues(type), qos_specs_id: type.qosSpecsId, extra_specs: dictionaryOf(type.extraSpecs) },
        group_id: group.id,
        volume_properties: {
          ...common,
          attach_status: 'detached',
          encryption_key_id: null,
          volume_type_id: type.id,
          availability_zone: group.availabilityZone,
        },
        qos_specs: Object.keys(qosSpecs).length === 0 ? null : qosSpecs,
      };
    }),
    groupFilterProperties: {},
    filterProperties: volumeTypes.map(() => ({})),
  };
}

/** What `validate_host_capacity` is asked with. @param size - GiB of all volumes together */
export function capacityRequestSpec(groupId: string, size: number): WireObject {
  const values: ObjectValues = {
    group_id: groupId,
    volume_properties: toWire('VolumeProperties', { size }, ['size']),
  };
  return toWire('RequestSpec', values, Object.keys(values));
}

function typeValues(row: VolumeTypeRow | GroupTypeRow): ObjectValues {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    is_public: row.isPublic,
    created_at: time(row.createdAt),
    updated_at: time(row.updatedAt),
    deleted_at: time(row.deletedAt),
    deleted: row.deleted,
  };
}

/** As Python's isoformat has a time of the tables. */
function time(value: Date | null): string | null {
  return value === null ? null : value.toISOString().replace(/\.(\d{3})Z$/, '.$1000');
}
