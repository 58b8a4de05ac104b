// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { now } from '@stackport/database';
import type { CinderDatabase } from '../database.js';
import { DEFAULT_CGSNAPSHOT_TYPE } from '../group-types/group-type-service.js';

/**
 * Makes the types that upstream's migrations make in a new database: `__DEFAULT__`, and the group type that
 * consistency groups become. Ones that were there once, deleted ones too, are not made again; a database of Python's
 * has its own.
 */
export async function seedTypes(database: CinderDatabase): Promise<void> {
  if (database.owner.owner === 'alembic') return;
  await database.transaction(async (tx) => {
    const createdAt = now();
    if ((await tx.volumeType.count()) === 0)
      await tx.volumeType.create({
        data: { id: randomUUID(), name: '__DEFAULT__', description: 'Default Volume Type', isPublic: true, createdAt },
      });
    if ((await tx.groupType.count()) === 0)
      await tx.groupType.create({
        data: {
          id: randomUUID(),
          name: DEFAULT_CGSNAPSHOT_TYPE,
          description: 'Default group type for migrating cgsnapshot',
          isPublic: true,
          createdAt,
          specs: { create: [{ key: 'consistent_group_snapshot_enabled', value: '<is> True', createdAt }] },
        },
      });
  });
}
