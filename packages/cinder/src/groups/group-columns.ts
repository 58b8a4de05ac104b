// SPDX-License-Identifier: Apache-2.0
import type { QueryFilters } from '../resource-filters/resource-filters.js';

/** Fields of groups by the names that lists are sorted and filtered by: upstream's columns. */
export const GROUP_COLUMNS: Readonly<Record<string, string>> = {
  id: 'id',
  user_id: 'userId',
  project_id: 'projectId',
  cluster_name: 'clusterName',
  host: 'host',
  availability_zone: 'availabilityZone',
  name: 'name',
  description: 'description',
  group_type_id: 'groupTypeId',
  status: 'status',
  group_snapshot_id: 'groupSnapshotId',
  source_group_id: 'sourceGroupId',
  replication_status: 'replicationStatus',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
};

/** The same of group snapshots. */
export const GROUP_SNAPSHOT_COLUMNS: Readonly<Record<string, string>> = {
  id: 'id',
  group_id: 'groupId',
  user_id: 'userId',
  project_id: 'projectId',
  name: 'name',
  description: 'description',
  status: 'status',
  group_type_id: 'groupTypeId',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
};

const TIMES = ['createdAt', 'updatedAt'];

type Condition = Readonly<Record<string, string | Date | { readonly contains: string }>>;

/**
 * The conditions that filters of a query are; a name that ends in `~` asks for a part of the text.
 * @returns undefined where one names no column, or holds what no row can have: nothing fits then, as upstream
 */
export function groupConditions(
  filters: QueryFilters,
  columns: Readonly<Record<string, string>>,
): Condition[] | undefined {
  const conditions: Condition[] = [];
  for (const [name, value] of Object.entries(filters)) {
    const plain = name.replace(/~+$/, '');
    const field = Object.hasOwn(columns, plain) ? columns[plain] : undefined;
    if (field === undefined) return undefined;
    if (TIMES.includes(field)) {
      const time = new Date(/(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`);
      if (Number.isNaN(time.getTime())) return undefined;
      conditions.push({ [field]: time });
    } else conditions.push({ [field]: name === plain ? value : { contains: value } });
  }
  return conditions;
}
