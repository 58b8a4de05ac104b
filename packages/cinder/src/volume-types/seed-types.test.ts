// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { openTestDatabase } from '../quotas/test-support.js';
import { seedTypes } from './seed-types.js';

it('makes the types of a new database once', async () => {
  const opened = await openTestDatabase();
  try {
    const { client } = opened.database;
    await seedTypes(opened.database);
    await client.volumeType.updateMany({ data: { deleted: true } });
    await seedTypes(opened.database);
    expect(await client.volumeType.findMany({ select: { name: true } })).toEqual([{ name: '__DEFAULT__' }]);
    expect(await client.groupType.findMany({ include: { specs: true } })).toMatchObject([
      { name: 'default_cgsnapshot_type', specs: [{ key: 'consistent_group_snapshot_enabled', value: '<is> True' }] },
    ]);
  } finally {
    await opened.close();
  }
});
