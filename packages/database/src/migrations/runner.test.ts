// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DatabaseSchemaError } from '../errors.js';
import { migrations as ours, newPlace, openTestDatabase, recordingLogger, type Place } from '../test-support.js';
import { readMigrations } from './read.js';

describe.each(['sqlite', 'mysql'] as const)('migrations on %s', (provider) => {
  let place: Place;
  let folder: string;
  /** A copy of this package's migrations, to add to. */
  let migrations: URL;

  beforeEach(async () => {
    place = await newPlace(provider);
    folder = await mkdtemp(join(tmpdir(), 'stackport-migrations-'));
    await cp(fileURLToPath(ours), folder, { recursive: true });
    migrations = pathToFileURL(folder);
  });

  afterEach(async () => {
    await place.remove();
    await rm(folder, { recursive: true });
  });

  const add = async (name: string, sql: string): Promise<void> => {
    await mkdir(join(folder, provider, name));
    await writeFile(join(folder, provider, name, 'migration.sql'), sql);
  };
  const open = async (init = {}): Promise<readonly string[]> => {
    const database = await openTestDatabase(place.url, { migrations, ...init });
    await database.close();
    return database.owner.owner === 'stackport'
      ? database.owner.applied
      : [`alembic ${database.owner.revisions.join()}`];
  };
  const columns = async (): Promise<unknown[]> =>
    place.run(
      provider === 'sqlite'
        ? "SELECT name FROM pragma_table_info('parts')"
        : "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'parts' ORDER BY ordinal_position",
    );

  it('are applied once, recorded as Prisma records them, and logged', async () => {
    const logger = recordingLogger();
    const [initial] = await readMigrations(migrations, provider);
    expect(await open({ logger })).toEqual([initial?.name]);
    expect(logger.lines).toEqual([
      `info: Applying database migration 1 of 1: ${initial?.name}`,
      expect.stringMatching(/^info: Applied database migration \d+_init \(\d+ ms\)$/),
    ]);
    expect(await open()).toEqual([]);
    const records = (await place.run('SELECT * FROM _prisma_migrations')) as Record<string, unknown>[];
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      migration_name: initial?.name,
      checksum: createHash('sha256')
        .update(initial?.sql ?? '')
        .digest('hex'),
      logs: null,
      rolled_back_at: null,
      applied_steps_count: 1,
    });
    expect(records[0]?.id).toMatch(/^[0-9a-f-]{36}$/);
    const [started, finished] = [records[0]?.started_at, records[0]?.finished_at].map((time) =>
      new Date(time as string).getTime(),
    );
    expect(finished).toBeGreaterThanOrEqual(started ?? Number.NaN);
  });

  it('that are new are applied to a database with data', async () => {
    await open();
    await add(
      '29990101000000_next',
      "ALTER TABLE parts ADD COLUMN colour VARCHAR(10);\nUPDATE parts SET colour = 'red';\n",
    );
    expect(await open()).toEqual(['29990101000000_next']);
    expect(await columns()).toContainEqual({ name: 'colour' });
  });

  it('are applied by one of many that start at once', async () => {
    const applied = await Promise.all(Array.from({ length: 6 }, () => open()));
    expect(applied.filter(({ length }) => length === 1)).toHaveLength(1);
  });

  it('are refused, not applied, where only a look is allowed', async () => {
    await expect(open({ migrate: false })).rejects.toThrow(/lacks 1 migrations .*_init.*db sync/);
    await open();
    expect(await open({ migrate: false })).toEqual([]);
  });

  it('that fail say so, and no later start goes on over them', async () => {
    await open();
    await add('29990101000000_good', 'ALTER TABLE parts ADD COLUMN good INTEGER;');
    await add(
      '29990101000001_bad',
      'ALTER TABLE parts ADD COLUMN half INTEGER;\nALTER TABLE nowhere ADD COLUMN x INTEGER;',
    );
    await expect(open()).rejects.toThrow(/29990101000001_bad failed.*nowhere/);
    if (provider === 'sqlite') {
      // Undone whole: put the script right and start again.
      expect(await columns()).toEqual([{ name: 'id' }, { name: 'thing_id' }, { name: 'name' }]);
      await writeFile(
        join(folder, provider, '29990101000001_bad', 'migration.sql'),
        'ALTER TABLE parts ADD COLUMN half INTEGER;',
      );
      expect(await open()).toEqual(['29990101000000_good', '29990101000001_bad']);
    } else {
      await expect(open()).rejects.toThrow(/29990101000001_bad failed or was cut short .*nowhere.*rolled_back_at/);
      await place.run(
        "UPDATE _prisma_migrations SET rolled_back_at = UTC_TIMESTAMP() WHERE migration_name LIKE '%bad'",
      );
      await place.run('ALTER TABLE parts DROP COLUMN half');
      await writeFile(
        join(folder, provider, '29990101000001_bad', 'migration.sql'),
        'ALTER TABLE parts ADD COLUMN half INTEGER;',
      );
      expect(await open()).toEqual(['29990101000001_bad']);
    }
  });

  it('do not touch a database with tables of someone else', async () => {
    await place.run('CREATE TABLE foreigner (id INTEGER)');
    await expect(open()).rejects.toThrow(/not empty.*foreigner/);
  });

  it("refuse another service's database", async () => {
    await open();
    await rm(join(folder, provider), { recursive: true });
    await mkdir(join(folder, provider));
    await add('20200101000000_other', 'CREATE TABLE other (id INTEGER);');
    await expect(open()).rejects.toThrow(/belongs to another service.*_init/);
  });

  it('of a newer release, and scripts changed afterwards, are a warning', async () => {
    await add('29990101000000_newer', 'CREATE TABLE newer (id INTEGER);');
    await open();
    await rm(join(folder, provider, '29990101000000_newer'), { recursive: true });
    const [initial] = await readMigrations(migrations, provider);
    await writeFile(join(folder, provider, initial?.name ?? '', 'migration.sql'), `${initial?.sql ?? ''}-- changed\n`);
    const logger = recordingLogger();
    expect(await open({ logger })).toEqual([]);
    expect(logger.lines).toEqual([
      'warning: A newer release has migrated the database (29990101000000_newer); this one goes on with it',
      `warning: The database migration ${initial?.name} was changed after it had been applied`,
    ]);
  });

  it("leave a database of Python's as it is", async () => {
    await place.run('CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)');
    await expect(open({ alembicRevisions: ['known'] })).rejects.toThrow(/Python.* at revision none/);
    await place.run("INSERT INTO alembic_version VALUES ('known')");
    expect(await open({ alembicRevisions: ['known', 'other'] })).toEqual(['alembic known']);
    expect(await columns()).toEqual([]);
    await place.run("INSERT INTO alembic_version VALUES ('strange')");
    const refused = open({ alembicRevisions: ['known', 'other'] });
    await expect(refused).rejects.toThrow(
      /at revision strange, which this release does not know \(it knows known, other\)/,
    );
    await expect(refused).rejects.toBeInstanceOf(DatabaseSchemaError);
    expect(await columns()).toEqual([]);
  });

  it('that are missing altogether are an error', async () => {
    await expect(open({ migrations: new URL('file:///nonexistent/') })).rejects.toThrow(
      /migrations are missing: \/nonexistent\//,
    );
  });
});
