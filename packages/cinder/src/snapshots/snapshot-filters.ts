// SPDX-License-Identifier: Apache-2.0
import type { Prisma } from '../generated/mysql/client.js';
import { pythonLiteral } from '../paging/python-literal.js';
import { hostConditions } from '../services/host-names.js';

/** Fields of snapshots by the names that lists are sorted and filtered by: upstream's columns. */
export const SNAPSHOT_COLUMNS: Readonly<Record<string, string>> = {
  id: 'id',
  user_id: 'userId',
  project_id: 'projectId',
  volume_id: 'volumeId',
  cgsnapshot_id: 'cgsnapshotId',
  group_snapshot_id: 'groupSnapshotId',
  status: 'status',
  progress: 'progress',
  volume_size: 'volumeSize',
  display_name: 'displayName',
  display_description: 'displayDescription',
  encryption_key_id: 'encryptionKeyId',
  volume_type_id: 'volumeTypeId',
  provider_id: 'providerId',
  use_quota: 'useQuota',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
};

/**
 * The condition that a list's filters stand for; `use_quota` is `true` or `false` here, `metadata` Python's dictionary.
 * @returns undefined where one names no column: then nothing fits
 */
export function snapshotConditions(filters: Readonly<Record<string, string>>): Prisma.SnapshotWhereInput | undefined {
  const conditions: Prisma.SnapshotWhereInput[] = [];
  for (const [name, text] of Object.entries(filters)) {
    const condition = conditionOf(name, text);
    if (condition === undefined) return undefined;
    conditions.push(...condition);
  }
  return { AND: conditions };
}

function conditionOf(name: string, text: string): Prisma.SnapshotWhereInput[] | undefined {
  if (name === 'metadata') {
    const value = pythonLiteral(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.entries(value).map(([key, one]) => ({
      metadata: { some: { key, value: typeof one === 'string' ? one : JSON.stringify(one), deleted: false } },
    }));
  }
  // Of its volume.
  if (name === 'availability_zone') return [{ volume: { availabilityZone: text } }];
  if (name === 'host') return [{ volume: { OR: hostConditions(text).map((host) => ({ host })) } }];
  if (name === 'cluster_name')
    return [{ volume: { OR: hostConditions(text).map((clusterName) => ({ clusterName })) } }];
  const isPart = name.endsWith('~');
  const key = isPart ? name.slice(0, -1) : name;
  const column = Object.hasOwn(SNAPSHOT_COLUMNS, key) ? SNAPSHOT_COLUMNS[key] : undefined;
  if (column === undefined || key.endsWith('_at')) return undefined;
  if (key === 'use_quota') return [{ useQuota: text === 'true' }];
  if (key === 'volume_size') {
    const size = Number(text);
    return [{ volumeSize: Number.isSafeInteger(size) ? size : -1 }];
  }
  return [{ [column]: isPart ? { contains: text } : text }];
}
