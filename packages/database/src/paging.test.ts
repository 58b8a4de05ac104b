// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Database } from './database.js';
import type { PrismaClient } from './generated/mysql/client.js';
import { afterMarker, orderByKeys, type SortKey } from './paging.js';
import { newPlace, openTestDatabase, type Place } from './test-support.js';

type Cell = string | number | bigint | boolean | Date | null;
type Row = Record<string, Cell> & { id: string };

const nullable: Record<string, boolean> = {
  name: true,
  size: true,
  maybe: true,
  exactAt: true,
  status: false,
  count: false,
  flag: false,
  createdAt: false,
};

/** The order that the keys ask for, with null lowest, and text byte by byte. */
function compare(keys: readonly SortKey[], left: Row, right: Row): number {
  for (const { field, direction } of keys) {
    const [a, b] = [left[field] ?? null, right[field] ?? null];
    const order = compareCells(a, b);
    if (order !== 0) return direction === 'asc' ? order : -order;
  }
  return 0;
}

function compareCells(a: Cell, b: Cell): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  const [x, y] = [a instanceof Date ? a.getTime() : a, b instanceof Date ? b.getTime() : b];
  return x < y ? -1 : x > y ? 1 : 0;
}

const rowValues = fc.record({
  name: fc.option(fc.constantFrom('', 'a', 'A', 'b', 'ab'), { freq: 2 }),
  status: fc.constantFrom('new', 'old'),
  size: fc.option(fc.constantFrom(0n, -1n, 2n ** 60n, 2n ** 60n + 1n), { freq: 2 }),
  count: fc.integer({ min: 0, max: 2 }),
  flag: fc.boolean(),
  maybe: fc.option(fc.boolean(), { freq: 2 }),
  createdAt: fc.constantFrom(new Date(0), new Date(1_700_000_000_000)),
  exactAt: fc.option(fc.constantFrom(new Date(1_700_000_000_001), new Date(1_700_000_000_002)), { freq: 2 }),
});

const sortKeys = fc
  .tuple(
    fc.shuffledSubarray(Object.keys(nullable), { maxLength: 4 }),
    fc.array(fc.constantFrom('asc' as const, 'desc' as const), { minLength: 5, maxLength: 5 }),
  )
  .map(([fields, directions]): SortKey[] =>
    [...fields, 'id'].map((field, index) => ({
      field,
      direction: directions[index] ?? 'asc',
      nullable: nullable[field] === true,
    })),
  );

describe.each(['sqlite', 'mysql'] as const)('paging on %s', (provider) => {
  let place: Place;
  let database: Database<PrismaClient>;

  beforeAll(async () => {
    place = await newPlace(provider);
    database = await openTestDatabase(place.url);
  });

  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  it('shows every row once and in order, whatever the keys, directions, nulls and the length of a page', async () => {
    const { thing } = database.client;
    await fc.assert(
      fc.asyncProperty(
        fc.array(rowValues, { maxLength: 14 }),
        sortKeys,
        fc.integer({ min: 1, max: 5 }),
        async (values, keys, length) => {
          const rows = values.map((value) => ({ id: randomUUID(), ...value }));
          await thing.deleteMany();
          await thing.createMany({ data: rows });
          const seen: string[] = [];
          for (let marker: Row | undefined; ;) {
            const page = (await thing.findMany({
              where: marker === undefined ? {} : afterMarker(keys, marker),
              orderBy: orderByKeys(keys),
              take: length,
            })) as unknown as Row[];
            seen.push(...page.map(({ id }) => id));
            marker = page.at(-1);
            if (page.length < length || seen.length > rows.length) break;
          }
          const expected = [...(rows as Row[])].sort((left, right) => compare(keys, left, right)).map(({ id }) => id);
          expect(seen).toEqual(expected);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('shows nothing after the last row', async () => {
    const { thing } = database.client;
    await thing.deleteMany();
    const row = await thing.create({ data: { id: 'only', createdAt: new Date(0) } });
    for (const direction of ['asc', 'desc'] as const) {
      const keys: SortKey[] = [
        { field: 'name', direction, nullable: true },
        { field: 'id', direction },
      ];
      expect(await thing.findMany({ where: afterMarker(keys, row) })).toEqual([]);
    }
  });
});
