// SPDX-License-Identifier: Apache-2.0
/* global WebAssembly */
// Prisma's schema engine as WebAssembly, loaded by hand: its own entry imports the .wasm file as a module, which Node does not do. It knows
// SQLite, not MySQL.
import { bindMigrationAwareSqlAdapterFactory, mockMigrationAwareAdapterFactory } from '@prisma/driver-adapter-utils';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const filters = { externalTables: [], externalEnums: [] };

/**
 * The SQL that leads from one SQLite schema to another.
 * @param {string | undefined} from - schema text; undefined for an empty database
 * @param {string} to - schema text
 */
export async function diffSqlite(from, to) {
  const target = (schema) => ({
    tag: 'schemaDatamodel',
    files: [{ path: 'schema.prisma', content: schema }],
  });
  const diff = await runDiff(mockMigrationAwareAdapterFactory('sqlite'), to, {
    from: from === undefined ? { tag: 'empty' } : target(from),
    to: target(to),
  });
  return diff === '-- This is an empty migration.' ? '' : `${diff}\n`;
}

/**
 * The SQL that leads from what migrations make to a schema: empty when they agree.
 * @param {string} schema - SQLite's
 * @param {readonly { name: string, sql: string }[]} migrations
 * @param {import('@prisma/driver-adapter-utils').SqlMigrationAwareDriverAdapterFactory} adapterFactory - gives the databases that they are tried in
 */
export async function diffMigrations(schema, migrations, adapterFactory) {
  const diff = await runDiff(adapterFactory, schema, {
    from: { tag: 'migrations', ...migrationList(migrations) },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
  });
  return diff === '-- This is an empty migration.' ? '' : diff;
}

/**
 * What `prisma migrate status` would say of a database: names of failed and edited migrations, and where the histories part.
 * @param {string} schema - SQLite's
 * @param {readonly { name: string, sql: string }[]} migrations
 * @param {import('@prisma/driver-adapter-utils').SqlMigrationAwareDriverAdapterFactory} adapterFactory - `connect` gives the database
 * @returns {Promise<{ editedMigrationNames: string[], failedMigrationNames: string[], hasMigrationsTable: boolean, history: object | null }>}
 */
export async function diagnoseMigrations(schema, migrations, adapterFactory) {
  return withEngine(adapterFactory, schema, (engine) =>
    engine.diagnoseMigrationHistory({
      migrationsList: migrationList(migrations),
      optInToShadowDatabase: true,
      filters,
    }),
  );
}

function migrationList(migrations) {
  return {
    baseDir: '/',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "sqlite"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

async function runDiff(adapterFactory, schema, { from, to }) {
  const { stdout } = await withEngine(adapterFactory, schema, (engine) =>
    engine.diff({ from, to, script: true, exitCode: null, filters }),
  );
  return (stdout ?? '').trim();
}

async function withEngine(adapterFactory, schema, action) {
  const { SchemaEngine } = await loadEngine();
  const options = { datamodels: [['schema.prisma', schema]] };
  const engine = await SchemaEngine.new(options, () => undefined, bindMigrationAwareSqlAdapterFactory(adapterFactory));
  try {
    return await action(engine);
  } finally {
    engine.free();
  }
}

// The glue code holds one instance for the whole process: a second one would mix with the first.
const loaded = { engine: undefined };

function loadEngine() {
  loaded.engine ??= instantiateEngine();
  return loaded.engine;
}

async function instantiateEngine() {
  const folder = dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const engine = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const { instance } = await WebAssembly.instantiate(await readFile(join(folder, 'schema_engine_bg.wasm')), {
    './schema_engine_bg.js': engine,
  });
  // Where the engine leaves the text of a panic before it aborts.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => console.error(`schema engine: ${message}`),
  };
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engine;
}
