// SPDX-License-Identifier: Apache-2.0
import { HttpError } from '@stackport/wsgi';
import type { GroupTypeService } from '../../../group-types/group-type-service.js';

/**
 * Refuses what was a consistency group: those have an API of their own.
 * @param kind - what the sentence is about: `group`, `group snapshots`
 * @throws HttpError 400
 */
export async function refuseMigrated(
  types: Pick<GroupTypeService, 'isDefaultCgsnapshotType'>,
  groupTypeId: string | null,
  kind: 'group' | 'group snapshots' = 'group',
): Promise<void> {
  if (groupTypeId === null || !(await types.isDefaultCgsnapshotType(groupTypeId))) return;
  const api = kind === 'group' ? 'CG APIs' : 'CG snapshot APIs';
  throw new HttpError(
    400,
    `Group_type ${groupTypeId} is reserved for migrating CGs to groups. Migrated ${kind} can only be operated by ${api}.`,
  );
}

/** Leaves out what was a consistency group; one query for each type that there is. */
export async function withoutMigrated<Row extends { readonly groupTypeId: string | null }>(
  types: Pick<GroupTypeService, 'isDefaultCgsnapshotType'>,
  rows: readonly Row[],
): Promise<Row[]> {
  for (const id of new Set(rows.map(({ groupTypeId }) => groupTypeId)))
    // There is at most one such type.
    if (id !== null && (await types.isDefaultCgsnapshotType(id)))
      return rows.filter(({ groupTypeId }) => groupTypeId !== id);
  return [...rows];
}
