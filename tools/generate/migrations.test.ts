// SPDX-License-Identifier: Apache-2.0
// The migrations in the repo lead to the schemas in the repo, on both engines, and Prisma's own engine agrees with what our runner did.
import { describe, expect, it } from 'vitest';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openDatabase, readMigrations } from '@stackport/database';
import { sqliteAdapterFactory } from '../../packages/database/src/sqlite/factory.js';
import { SqliteFile } from '../../packages/database/src/sqlite/file.js';
import { readDatamodel } from './datamodel.mjs';
import { readTables } from './information-schema.mjs';
import { diffTables } from './mysql-ddl.mjs';
import { tablesOf } from './mysql-tables.mjs';
import { diagnoseMigrations, diffMigrations, diffSqlite } from './schema-engine.mjs';
import { deriveSchema, findSchemas, root } from './schema.mjs';
import { withMysqlDatabase } from './test-server.js';

/** Gives the schema engine SQLite databases that vanish. */
function throwAway(files: SqliteFile[]): SqlMigrationAwareDriverAdapterFactory {
  const connect = async (): Promise<SqlDriverAdapter> => {
    const file = await SqliteFile.open(undefined);
    files.push(file);
    return sqliteAdapterFactory(file).connect();
  };
  return { provider: 'sqlite', adapterName: 'test', connect, connectToShadowDb: connect };
}

/** A generated client that does nothing: only the migrations matter here. */
const noClient = async () => ({
  PrismaClient: class {
    $connect = async (): Promise<void> => Promise.resolve();
    $disconnect = async (): Promise<void> => Promise.resolve();
  },
});
const clients = { mysql: noClient, sqlite: noClient };

describe.each(findSchemas())('the migrations of $name', ({ prisma, schema }) => {
  const migrations = pathToFileURL(join(prisma, 'migrations'));

  it("lead to SQLite's schema", async () => {
    const files: SqliteFile[] = [];
    const scripts = await readMigrations(migrations, 'sqlite');
    expect(await diffMigrations(deriveSchema(schema, 'sqlite'), scripts, throwAway(files))).toBe('');
    for (const file of files) file.close();
  });

  it("lead to MySQL's schema", async () => {
    const migrated = await withMysqlDatabase(async (connection, url) => {
      await (await openDatabase({ url, clients, migrations })).close();
      return readTables(connection);
    });
    const made = await withMysqlDatabase(async (connection) => {
      await connection.query(diffTables([], tablesOf(schema, await readDatamodel(schema))));
      return readTables(connection);
    });
    expect(migrated).toEqual(made);
  });

  it('have the same names for both engines, and lead to the schema kept for the next one', async () => {
    const [mysql, sqlite] = await Promise.all([
      readMigrations(migrations, 'mysql'),
      readMigrations(migrations, 'sqlite'),
    ]);
    expect(mysql.map(({ name }) => name)).toEqual(sqlite.map(({ name }) => name));
    const kept = await readFile(join(prisma, 'migrations', 'schema.prisma'), 'utf8');
    expect(await diffSqlite(deriveSchema(kept, 'sqlite'), deriveSchema(schema, 'sqlite'))).toBe('');
    const [before, now] = await Promise.all(
      [kept, schema].map(async (text) => tablesOf(text, await readDatamodel(text))),
    );
    expect(diffTables(before ?? [], now ?? [])).toBe('');
  });

  it("are all applied in the eyes of Prisma's own engine", async () => {
    const folderOfDatabase = await mkdtemp(join(tmpdir(), 'stackport-engine-'));
    const path = join(folderOfDatabase, 'x.sqlite');
    await (await openDatabase({ url: `sqlite:///${path}`, clients, migrations })).close();
    const files: SqliteFile[] = [await SqliteFile.open(path)];
    const connect = () => sqliteAdapterFactory(files[0]!).connect();
    const factory = { ...throwAway(files), connect };
    const diagnosis = await diagnoseMigrations(
      deriveSchema(schema, 'sqlite'),
      await readMigrations(migrations, 'sqlite'),
      factory,
    );
    expect(diagnosis).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    });
    for (const file of files) file.close();
    await rm(folderOfDatabase, { recursive: true });
  });
});

describe("glance's tables on MariaDB", () => {
  /** Defaults that upstream's program sets and its tables do not have: ours have them, so that Prisma fills them in. */
  const programDefaults = new Set(['deleted', 'can_share', 'min_disk', 'min_ram', 'metadef_resource_types.protected']);

  it("are upstream's at Zed, with the names of keys, and default where upstream's program does", async () => {
    const upstream = JSON.parse(
      await readFile(join(root, 'packages', 'testing', 'reference', 'db', 'glance-tables.json'), 'utf8'),
    ) as Awaited<ReturnType<typeof readTables>>;
    const ours = await withMysqlDatabase(async (connection, url) => {
      const migrations = pathToFileURL(join(root, 'packages', 'glance', 'prisma', 'migrations'));
      await (await openDatabase({ url, clients, migrations })).close();
      return readTables(connection);
    });
    const added: string[] = [];
    for (const [table, { columns }] of Object.entries(ours))
      for (const [name, column] of Object.entries(columns)) {
        const theirs = upstream[table]?.columns[name];
        if (theirs?.default !== null || column.default === null) continue;
        added.push(programDefaults.has(name) ? name : `${table}.${name}`);
        column.default = null;
      }
    expect(ours).toEqual(upstream);
    expect(new Set(added)).toEqual(programDefaults);
    // The order of the columns as well: some tools write rows without naming them.
    for (const [table, { columns }] of Object.entries(ours))
      expect(Object.keys(columns)).toEqual(Object.keys(upstream[table]?.columns ?? {}));
  });
});
