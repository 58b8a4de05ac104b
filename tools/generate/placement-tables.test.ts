// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openDatabase } from '@stackport/database';
import { expect, it } from 'vitest';
import { readTables } from './information-schema.mjs';
import { root } from './schema.mjs';
import { withMysqlDatabase } from './test-server.js';

/** A generated client that does nothing: only the migrations matter here. */
const noClient = async () => ({
  PrismaClient: class {
    $connect = async (): Promise<void> => Promise.resolve();
    $disconnect = async (): Promise<void> => Promise.resolve();
  },
});

it("placement's tables on MariaDB are upstream's at Zed, with the names of keys and the order of columns", async () => {
  const upstream = JSON.parse(
    await readFile(join(root, 'packages', 'testing', 'reference', 'db', 'placement-tables.json'), 'utf8'),
  ) as Awaited<ReturnType<typeof readTables>>;
  const ours = await withMysqlDatabase(async (connection, url) => {
    const migrations = pathToFileURL(join(root, 'packages', 'placement', 'prisma', 'migrations'));
    await (await openDatabase({ url, clients: { mysql: noClient, sqlite: noClient }, migrations })).close();
    return readTables(connection);
  });
  expect(ours).toEqual(upstream);
  for (const [table, { columns }] of Object.entries(ours))
    expect([table, Object.keys(columns)]).toEqual([table, Object.keys(upstream[table]?.columns ?? {})]);
});
