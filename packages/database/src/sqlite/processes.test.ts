// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { newPlace, openTestDatabase } from '../test-support.js';
import { now } from '../time.js';

const script = fileURLToPath(new URL('../../test/increment.mjs', import.meta.url));

it('keeps 450 of 450 transactions of three processes on one file', async () => {
  const place = await newPlace('sqlite');
  const database = await openTestDatabase(place.url);
  const { id } = await database.client.thing.create({ data: { id: 'counter', createdAt: now() } });
  await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, [script, place.url, id, '150'])));
  const thing = await database.client.thing.findUniqueOrThrow({
    where: { id },
    include: { _count: { select: { parts: true } } },
  });
  expect([thing.count, thing._count.parts]).toEqual([450, 450]);
  await database.close();
  await place.remove();
}, 60_000);

it('makes the file for its owner only', async () => {
  const place = await newPlace('sqlite');
  const database = await openTestDatabase(place.url);
  const { mode } = await stat(place.url.replace('sqlite:///', ''));
  expect(mode & 0o777).toBe(0o600);
  await database.close();
  await place.remove();
});
