// SPDX-License-Identifier: Apache-2.0
// One of several processes on a SQLite file: `node increment.mjs <url> <id> <times>` adds 1 that often, in transactions that read first.
import { openDatabase } from '../dist/index.js';

const [url, id, times] = process.argv.slice(2);
const database = await openDatabase({
  url,
  clients: {
    mysql: () => import('../dist/generated/mysql/client.js'),
    sqlite: () => import('../dist/generated/sqlite/client.js'),
  },
  migrations: new URL('../prisma/migrations/', import.meta.url),
});
for (let done = 0; done < Number(times); done += 1)
  await database.transaction(async (tx) => {
    const { count } = await tx.thing.findUniqueOrThrow({ where: { id } });
    await tx.part.create({ data: { thingId: id, name: `${process.pid} ${done}` } });
    await tx.thing.update({ where: { id }, data: { count: count + 1 } });
  });
await database.close();
