// SPDX-License-Identifier: Apache-2.0
import type { GroupRow } from '../../groups/group-repository.js';
import type { GroupSnapshotRow } from '../../groups/group-snapshot-repository.js';
import { wireTime } from '../wire-time.js';

/** From here on administrators see whose a group is. */
const PROJECT_ID = 3058;

/** A group, a group snapshot, a consistency group or its snapshot in lists. */
export function nameView({ id, name }: { readonly id: string; readonly name: string | null }): Record<string, unknown> {
  return { id, name };
}

/** @param more.volumeIds - where they were asked for */
export function groupDetail(
  row: GroupRow,
  microversion: number,
  { volumeIds, seesOwner }: { readonly volumeIds?: readonly string[] | undefined; readonly seesOwner: boolean },
): Record<string, unknown> {
  return {
    id: row.id,
    status: row.status,
    availability_zone: row.availabilityZone,
    created_at: wireTime(row.createdAt),
    name: row.name,
    description: row.description,
    group_type: row.groupTypeId,
    volume_types: row.volumeTypeIds,
    ...(microversion >= 3014 ? { group_snapshot_id: row.groupSnapshotId, source_group_id: row.sourceGroupId } : {}),
    ...(volumeIds === undefined ? {} : { volumes: volumeIds }),
    ...(microversion >= 3038 ? { replication_status: row.replicationStatus } : {}),
    ...(microversion >= PROJECT_ID && seesOwner ? { project_id: row.projectId } : {}),
  };
}

export function groupSnapshotDetail(
  row: GroupSnapshotRow,
  microversion: number,
  { seesOwner }: { readonly seesOwner: boolean },
): Record<string, unknown> {
  return {
    id: row.id,
    group_id: row.groupId,
    group_type_id: row.groupTypeId,
    status: row.status,
    created_at: wireTime(row.createdAt),
    name: row.name,
    description: row.description,
    ...(microversion >= PROJECT_ID && seesOwner ? { project_id: row.projectId } : {}),
  };
}

/** A group as the API of consistency groups shows it. */
export function consistencyGroupDetail(row: GroupRow): Record<string, unknown> {
  return {
    id: row.id,
    status: row.status,
    availability_zone: row.availabilityZone,
    created_at: wireTime(row.createdAt),
    name: row.name,
    description: row.description,
    volume_types: row.volumeTypeIds,
  };
}

/** A group snapshot as the API of consistency groups shows it. */
export function cgsnapshotDetail(row: GroupSnapshotRow): Record<string, unknown> {
  return {
    id: row.id,
    consistencygroup_id: row.groupId,
    status: row.status,
    created_at: wireTime(row.createdAt),
    name: row.name,
    description: row.description,
  };
}
