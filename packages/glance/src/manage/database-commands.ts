// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { DatabaseSchemaError, readMigrations } from '@stackport/database';
import { type GlanceDatabase, MIGRATIONS } from '../database.js';
import { optionsOf } from './arguments.js';
import { ManageError } from './manage-error.js';

export interface DatabaseCommandsInit {
  /** @param migrate - bring it to the newest migration first; otherwise one that lacks some is refused. */
  readonly open: (migrate: boolean, logger?: Logger) => Promise<GlanceDatabase>;
  readonly print: (line: string) => void;
  /** Tells of each migration while it is applied. */
  readonly progress: Logger;
}

/** What upstream's commands say; ours has one branch of migrations, of which `expand` applies all. */
const UP_TO_DATE = 'Database is up to date. No migrations needed.';
const EXPAND_FIRST =
  'cannot be run before database expansion. Run database expansion first using "glance-manage db expand"';

/**
 * The schema of the database: `db sync`, `version`, `check`, `upgrade`, `expand`, `migrate` and `contract` (upstream's
 * cmd/manage.py). A database of Python's is looked at and never migrated.
 */
export class DatabaseCommands {
  readonly #init: DatabaseCommandsInit;

  constructor(init: DatabaseCommandsInit) {
    this.#init = init;
  }

  /** Resolves to the exit code; undefined for an action that is another's. */
  async run(action: string, rest: readonly string[]): Promise<number | undefined> {
    switch (action) {
      case 'sync':
        optionsOf(rest, { texts: ['version'] });
        return this.#migrate(() => 'Database is synced successfully.');
      case 'expand':
        optionsOf(rest, {});
        return this.#migrate((revisions) => `Upgraded database, current revision(s): ${revisions}`);
      case 'upgrade':
        await this.#requireNewest(optionsOf(rest, { texts: ['version'] }).version);
        return this.#migrate((revisions) => `Upgraded database, current revision(s): ${revisions}`);
      case 'version':
        optionsOf(rest, {});
        return this.#version();
      case 'check':
        optionsOf(rest, {});
        return this.#check();
      case 'migrate':
        return this.#after(rest, `Data migration did not run. Data migration ${EXPAND_FIRST}`);
      case 'contract':
        return this.#after(rest, `Database contraction did not run. Database contraction ${EXPAND_FIRST}`);
      default:
        return undefined;
    }
  }

  async #migrate(done: (revisions: string) => string): Promise<number> {
    const { open, print, progress } = this.#init;
    const database = await open(true, progress);
    const { owner } = database;
    try {
      const isChanged = owner.owner === 'stackport' && owner.applied.length > 0;
      print(isChanged ? done((await this.#revisions(database)).join(', ')) : UP_TO_DATE);
      return 0;
    } finally {
      await database.close();
    }
  }

  async #requireNewest(version: string | true | undefined): Promise<void> {
    const known = (await readMigrations(MIGRATIONS, 'sqlite')).at(-1)?.name;
    if (version !== undefined && version !== 'heads' && version !== known)
      throw new ManageError(`There is no migration ${String(version)}: heads, or ${String(known)}`);
  }

  async #version(): Promise<number> {
    const database = await this.#opened();
    if (database === undefined)
      this.#init.print(
        'Database is either not under migration control or under legacy migration control, please run "glance-manage ' +
          'db sync" to place the database under alembic migration control.',
      );
    for (const revision of database === undefined ? [] : await this.#revisions(database)) this.#init.print(revision);
    await database?.close();
    return 0;
  }

  /** 3 where `expand` is to be run. */
  async #check(): Promise<number> {
    const database = await this.#opened();
    await database?.close();
    this.#init.print(
      database === undefined
        ? 'Your database is not up to date. Your first step is to run `glance-manage db expand`.'
        : 'Database is up to date. No upgrades needed.',
    );
    return database === undefined ? 3 : 0;
  }

  /** What has nothing to do here once the migrations are applied. */
  async #after(rest: readonly string[], refusal: string): Promise<number> {
    optionsOf(rest, {});
    const database = await this.#opened();
    if (database === undefined) throw new ManageError(refusal);
    await database.close();
    this.#init.print(UP_TO_DATE);
    return 0;
  }

  /** The database; undefined where it lacks migrations. */
  async #opened(): Promise<GlanceDatabase | undefined> {
    try {
      return await this.#init.open(false);
    } catch (error) {
      if (error instanceof DatabaseSchemaError && /lacks \d+ migrations/.test(error.message)) return undefined;
      throw error;
    }
  }

  async #revisions({ owner, provider }: GlanceDatabase): Promise<readonly string[]> {
    if (owner.owner === 'alembic') return owner.revisions;
    return (await readMigrations(MIGRATIONS, provider)).slice(-1).map(({ name }) => name);
  }
}
