// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { DatabaseSchemaError } from '../errors.js';
import type { Migration } from './read.js';
import type { MigrationRecord, MigrationStore } from './store.js';

/** Whose tables they are: Python's (alembic) are never changed by us. */
export type DatabaseOwner =
  { owner: 'alembic'; revisions: readonly string[] } | { owner: 'stackport'; applied: readonly string[] };

export interface MigrateInit {
  /** In order. */
  migrations: readonly Migration[];
  /** Heads of Python's migrations whose tables we can serve; with several branches each is named. */
  alembicRevisions: readonly string[];
  /** false: look only, and refuse a database that lacks migrations. */
  apply: boolean;
  logger: Logger;
}

interface Findings {
  pending: readonly Migration[];
  /** Recorded as begun and not as ended: it failed, or another process is at it. */
  unfinished: MigrationRecord | undefined;
  warnings: readonly string[];
}

/**
 * Brings our own database to the newest migration, or checks that Python's is one we know.
 * @returns whose it is, and the names of the migrations applied now
 * @throws DatabaseSchemaError for an unknown revision, another service's database, or one that a failed migration left in pieces
 */
export async function migrate(store: MigrationStore, init: MigrateInit): Promise<DatabaseOwner> {
  const { migrations, alembicRevisions, apply, logger } = init;
  // A look without the lock is enough when there is nothing to do, which is every start but the first.
  const tables = await store.tables();
  if (tables.has('alembic_version'))
    return { owner: 'alembic', revisions: await checkAlembic(store, alembicRevisions) };
  const before = await inspect(store, tables, migrations);
  if (before.pending.length === 0 && before.unfinished === undefined) {
    for (const warning of before.warnings) logger.warning(warning);
    return { owner: 'stackport', applied: [] };
  }
  if (!apply) {
    refuseUnfinished(before);
    throw new DatabaseSchemaError(
      `The database lacks ${before.pending.length} migrations (the next is ${before.pending[0]?.name ?? ''}): run the service's db sync command`,
    );
  }
  return store.exclusively(async () => ({
    owner: 'stackport',
    applied: await applyPending(store, migrations, logger),
  }));
}

async function applyPending(
  store: MigrationStore,
  migrations: readonly Migration[],
  logger: Logger,
): Promise<string[]> {
  // Another process may have done it meanwhile; nobody is at it now.
  const found = await inspect(store, await store.tables(), migrations);
  refuseUnfinished(found);
  for (const warning of found.warnings) logger.warning(warning);
  await store.createRecords();
  for (const [index, migration] of found.pending.entries()) {
    logger.info(`Applying database migration ${index + 1} of ${found.pending.length}: ${migration.name}`);
    const started = performance.now();
    await store.apply(migration);
    logger.info(`Applied database migration ${migration.name} (${Math.round(performance.now() - started)} ms)`);
  }
  return found.pending.map(({ name }) => name);
}

async function inspect(
  store: MigrationStore,
  tables: ReadonlySet<string>,
  migrations: readonly Migration[],
): Promise<Findings> {
  if (!tables.has('_prisma_migrations')) {
    if (tables.size > 0)
      throw new DatabaseSchemaError(
        `The database is not empty and records neither our migrations nor Python's (it has ${[...tables].sort().slice(0, 5).join(', ')}${tables.size > 5 ? ', …' : ''}): name an empty one`,
      );
    return { pending: migrations, unfinished: undefined, warnings: [] };
  }
  const records = (await store.records()).filter(({ rolledBack }) => !rolledBack);
  const applied = new Set(records.map(({ name }) => name));
  return {
    pending: migrations.filter(({ name }) => !applied.has(name)),
    unfinished: records.find(({ finished }) => !finished),
    warnings: compareRecords(records, migrations),
  };
}

/** @returns what is odd and no obstacle */
function compareRecords(records: readonly MigrationRecord[], migrations: readonly Migration[]): string[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  const foreign = records.map(({ name }) => name).filter((name) => !known.has(name));
  if (foreign.length > 0 && foreign.length === records.length)
    throw new DatabaseSchemaError(
      `The database belongs to another service: it has the migration ${foreign[0] ?? ''}, which this service does not know`,
    );
  const changed = records.filter(({ name, checksum }) => known.has(name) && known.get(name) !== checksum);
  return [
    ...(foreign.length === 0
      ? []
      : [`A newer release has migrated the database (${foreign.join(', ')}); this one goes on with it`]),
    ...changed.map(({ name }) => `The database migration ${name} was changed after it had been applied`),
  ];
}

function refuseUnfinished({ unfinished }: Findings): void {
  if (unfinished === undefined) return;
  const reason = unfinished.logs === null ? '' : ` (${unfinished.logs.split('\n')[0] ?? ''})`;
  throw new DatabaseSchemaError(
    `The database migration ${unfinished.name} failed or was cut short${reason}: put the tables right and set ` +
      `rolled_back_at (undone) or finished_at (done) of its row in _prisma_migrations`,
  );
}

async function checkAlembic(store: MigrationStore, known: readonly string[]): Promise<string[]> {
  const revisions = await store.alembicRevisions();
  const unknown = revisions.filter((revision) => !known.includes(revision));
  if (revisions.length > 0 && unknown.length === 0) return revisions;
  throw new DatabaseSchemaError(
    `The database belongs to the Python service (it has alembic_version) at revision ${revisions.length === 0 ? 'none' : unknown.join(', ')}, ` +
      `which this release does not know${known.length === 0 ? '' : ` (it knows ${known.join(', ')})`}: bring it there with Python's db sync`,
  );
}
