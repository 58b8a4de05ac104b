// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { compareAndSwap } from './compare-and-swap.js';
import type { Database } from './database.js';
import {
  isConnectionLost,
  isForeignKeyViolation,
  isNotFound,
  isNullViolation,
  isUniqueViolation,
  isValueTooLong,
  violatedKey,
} from './errors.js';
import type { PrismaClient } from './generated/mysql/client.js';
import { newPlace, openTestDatabase, type Place } from './test-support.js';
import { now } from './time.js';

describe.each(['sqlite', 'mysql'] as const)('the client on %s', (provider) => {
  let place: Place;
  let database: Database<PrismaClient>;
  let client: PrismaClient;

  beforeAll(async () => {
    place = await newPlace(provider);
    database = await openTestDatabase(place.url);
    client = database.client;
  });

  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  const newThing = (id: string = randomUUID()) => client.thing.create({ data: { id, createdAt: now() } });

  it('gives back what was written, of every type', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          name: fc.option(fc.string({ unit: 'grapheme', maxLength: 60 })),
          size: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
          count: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
          // MariaDB's text protocol shows doubles with 16 digits.
          ratio: fc.option(fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1000)),
          flag: fc.boolean(),
          maybe: fc.option(fc.boolean()),
          colour: fc.constantFrom('red' as const, 'green' as const),
          bytes: fc.option(fc.uint8Array().map((value) => Uint8Array.from(value))),
          createdAt: fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000)),
          exactAt: fc.option(
            fc.integer({ min: 0, max: 4_000_000_000_000 }).map((milliseconds) => new Date(milliseconds)),
          ),
        }),
        async (values) => {
          const id = randomUUID();
          await client.thing.create({ data: { id, ...values } });
          const thing = await client.thing.findUniqueOrThrow({ where: { id } });
          expect(thing).toMatchObject(values);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives back JSON', async () => {
    const document = { a: [1, 2.5, null, true, 'é😀"\\'], b: { c: {} } };
    const id = randomUUID();
    await client.thing.create({ data: { id, document, createdAt: now() } });
    expect((await client.thing.findUniqueOrThrow({ where: { id } })).document).toEqual(document);
  });

  it('finds a row by the time it was written with', async () => {
    const { id, createdAt } = await newThing();
    expect(await client.thing.count({ where: { id, createdAt: { gte: createdAt, lte: createdAt } } })).toBe(1);
  });

  it('counts, sums and groups beyond 2^53', async () => {
    const name = randomUUID();
    const size = 2n ** 53n + 1n;
    for (let index = 0; index < 2; index += 1)
      await client.thing.create({ data: { id: randomUUID(), name, size, createdAt: now() } });
    const { _sum: sum, _count: count } = await client.thing.aggregate({
      where: { name },
      _sum: { size: true },
      _count: true,
    });
    expect([sum.size, count]).toEqual([2n * size, 2]);
  });

  it('reads relations of many rows at once', async () => {
    const name = randomUUID();
    for (let index = 0; index < 30; index += 1)
      await client.thing.create({
        data: { id: randomUUID(), name, createdAt: now(), parts: { create: [{ name: 'a' }, { name: 'b' }] } },
      });
    const things = await client.thing.findMany({
      where: { name },
      include: { parts: { orderBy: { name: 'asc' } } },
    });
    expect(things.map(({ parts }) => parts.map((part) => part.name))).toEqual(Array(30).fill(['a', 'b']));
    // More values than one statement of SQLite takes.
    const ids = [...Array.from({ length: 70_000 }, (_, index) => `none-${index}`), ...things.map(({ id }) => id)];
    expect(await client.thing.findMany({ where: { id: { in: ids } }, select: { id: true } })).toHaveLength(30);
  });

  it('maps a duplicate to P2002 and names its key', async () => {
    const { id } = await newThing();
    await client.part.create({ data: { thingId: id, name: 'x' } });
    const error: unknown = await client.part
      .create({ data: { thingId: id, name: 'x' } })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'P2002' });
    expect([isUniqueViolation(error), isForeignKeyViolation(error), isConnectionLost(error)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(violatedKey(error)).toEqual(provider === 'sqlite' ? ['thing_id', 'name'] : ['uq_parts_thing_id_name']);
    await expect(newThing(id)).rejects.toSatisfy(isUniqueViolation);
  });

  it('maps a broken reference to P2003', async () => {
    const orphan = client.part.create({ data: { thingId: 'none', name: 'x' } });
    await expect(orphan).rejects.toMatchObject({ code: 'P2003' });
    const { id } = await newThing();
    await client.part.create({ data: { thingId: id, name: 'x' } });
    await expect(client.thing.delete({ where: { id } })).rejects.toSatisfy(isForeignKeyViolation);
  });

  it('maps a missing value to P2011, and knows it in raw statements', async () => {
    const statement = "INSERT INTO things (id, status, count, flag, colour) VALUES ('null-test', 'new', 0, 0, 'red')";
    await expect(client.$executeRawUnsafe(statement)).rejects.toSatisfy(isNullViolation);
    const id = randomUUID();
    const { id: thingId } = await newThing(id);
    const { id: partId } = await client.part.create({ data: { thingId, name: 'n' } });
    // The client itself refuses null, so it has to come from an expression.
    await expect(client.$executeRawUnsafe(`UPDATE parts SET name = NULL WHERE id = ${partId}`)).rejects.toSatisfy(
      isNullViolation,
    );
  });

  it('knows a row that is not there', async () => {
    const error: unknown = await client.thing
      .update({ where: { id: 'none' }, data: { count: 1 } })
      .catch((thrown: unknown) => thrown);
    expect([isNotFound(error), isUniqueViolation(error)]).toEqual([true, false]);
  });

  it('refuses a value that is too long, where the engine has lengths', async () => {
    const written = newThing('x'.repeat(37));
    if (provider === 'mysql') await expect(written).rejects.toSatisfy(isValueTooLong);
    else expect((await written).id).toHaveLength(37);
  });

  it('undoes a transaction that failed, whole', async () => {
    const { id } = await newThing();
    const failing = database.transaction(async (tx) => {
      await tx.thing.update({ where: { id }, data: { name: 'changed' } });
      await tx.part.create({ data: { thingId: id, name: 'p' } });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const thing = await client.thing.findUniqueOrThrow({ where: { id }, include: { parts: true } });
    expect(thing).toMatchObject({ name: null, parts: [] });
  });

  it('undoes a transaction whose statement failed', async () => {
    const { id } = await newThing();
    const failing = database.transaction(async (tx) => {
      await tx.thing.update({ where: { id }, data: { name: 'changed' } });
      await tx.part.create({ data: { thingId: 'none', name: 'p' } });
    });
    await expect(failing).rejects.toSatisfy(isForeignKeyViolation);
    expect((await client.thing.findUniqueOrThrow({ where: { id } })).name).toBeNull();
  });

  it("keeps another request's write out of a transaction that is rolled back", async () => {
    const [inside, outside] = [await newThing(), await newThing()];
    let written: Promise<unknown> = Promise.resolve();
    let seenOutside: string | null = 'not read';
    const failing = database.transaction(async (tx) => {
      await tx.thing.update({ where: { id: inside.id }, data: { name: 'inside' } });
      written = client.thing.update({ where: { id: outside.id }, data: { name: 'outside' } });
      // A reader outside is not held up, and sees nothing of what is not committed.
      seenOutside = (await client.thing.findUniqueOrThrow({ where: { id: inside.id } })).name;
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await written;
    const names = await Promise.all(
      [inside, outside].map(async ({ id }) => (await client.thing.findUniqueOrThrow({ where: { id } })).name),
    );
    expect([names, seenOutside]).toEqual([[null, 'outside'], null]);
  });

  it('loses no update of many transactions and writes at once', async () => {
    const { id } = await newThing();
    const increments = Array.from({ length: 40 }, (_, index) =>
      index % 2 === 0
        ? client.thing.update({ where: { id }, data: { count: { increment: 1 } } })
        : database.transaction(async (tx) => {
            await tx.thing.update({ where: { id }, data: { count: { increment: 1 } } });
            await tx.part.create({ data: { thingId: id, name: `part ${index}` } });
          }),
    );
    await Promise.all(increments);
    const thing = await client.thing.findUniqueOrThrow({ where: { id }, include: { parts: true } });
    expect([thing.count, thing.parts.length]).toEqual([40, 20]);
  });

  it('lets exactly one of many change a state', async () => {
    const { id } = await newThing();
    const won = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        compareAndSwap(client.thing, { id, status: 'new' }, { status: 'taken', count: index }),
      ),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    const thing = await client.thing.findUniqueOrThrow({ where: { id } });
    expect([thing.status, thing.count]).toEqual(['taken', won.indexOf(true)]);
  });

  it('counts a row that compareAndSwap leaves as it is, and refuses a condition for many', async () => {
    const [one, two] = [await newThing(), await newThing()];
    expect(await compareAndSwap(client.thing, { id: one.id, status: 'new' }, { status: 'new' })).toBe(true);
    await expect(compareAndSwap(client.thing, { id: { in: [one.id, two.id] } }, { status: 'x' })).rejects.toThrow(
      RangeError,
    );
  });

  it('answers raw queries with the values that are asked for', async () => {
    const id = randomUUID();
    const createdAt = now();
    await client.thing.create({
      data: { id, name: 'raw', size: 2n ** 60n, flag: true, createdAt, exactAt: new Date(1_700_000_000_123) },
    });
    const rows = await database.rawQuery(
      'SELECT `id`, `name`, `size`, `count`, `flag`, `maybe`, `created_at`, `exact_at` FROM `things` WHERE `id` = ? AND `flag` = ? AND `created_at` <= ?',
      [id, true, createdAt],
      {
        id: 'text',
        name: 'text',
        size: 'bigint',
        count: 'number',
        flag: 'boolean',
        maybe: 'boolean',
        created_at: 'date',
        exact_at: 'date',
      },
    );
    expect(rows).toEqual([
      {
        id,
        name: 'raw',
        size: 2n ** 60n,
        count: 0,
        flag: true,
        maybe: null,
        created_at: createdAt,
        exact_at: new Date(1_700_000_000_123),
      },
    ]);
    await expect(database.rawQuery('SELECT `id`, `name` FROM `things`', [], { id: 'text' })).rejects.toThrow(/'name'/);
  });

  it.each([
    ["UPDATE things SET name = 'a; b' WHERE id = 'several'", 1],
    ...(provider === 'sqlite'
      ? [
          [
            "UPDATE things SET name = 'x' WHERE id = 'several'; UPDATE things SET name = 'a; b' WHERE id = 'several'",
            2,
          ] as const,
        ]
      : []),
  ] as const)('runs %s whole', async (sql, changed) => {
    await client.thing.upsert({
      where: { id: 'several' },
      create: { id: 'several', createdAt: now() },
      update: { name: null },
    });
    expect(await client.$executeRawUnsafe(sql)).toBe(changed);
    expect((await client.thing.findUniqueOrThrow({ where: { id: 'several' } })).name).toBe('a; b');
  });

  it('closes, and opens again with everything there', async () => {
    const { id } = await newThing();
    const again = await openTestDatabase(place.url);
    expect(await again.client.thing.count({ where: { id } })).toBe(1);
    await again.close();
    await expect(again.client.thing.count()).rejects.toThrow();
  });
});

describe('a SQLite database without a file', () => {
  it('lives as long as it is open', async () => {
    const first = await openTestDatabase('sqlite://');
    const second = await openTestDatabase('sqlite://');
    await first.client.thing.create({ data: { id: 'a', createdAt: now() } });
    expect([await first.client.thing.count(), await second.client.thing.count()]).toEqual([1, 0]);
    // More than the pages that are kept in memory, through both connections, with a rollback.
    const rows = Array.from({ length: 2000 }, (_, index) => ({
      id: `row ${index}`,
      name: 'x'.repeat(200),
      createdAt: now(),
    }));
    await first.client.thing.createMany({ data: rows });
    const failing = first.transaction(async (tx) => {
      await tx.thing.updateMany({ data: { name: 'y'.repeat(255) } });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await first.transaction((tx) => tx.thing.deleteMany({ where: { id: 'a' } }));
    expect(await first.client.thing.count({ where: { name: 'x'.repeat(200) } })).toBe(2000);
    expect(await first.client.thing.count()).toBe(2000);
    await Promise.all([first.close(), second.close()]);
  });
});
