// SPDX-License-Identifier: Apache-2.0
import { isForeignKeyViolation } from '@stackport/database';
import type { GlanceDatabase } from '../database.js';
import { optionsOf } from './arguments.js';
import { ManageError } from './manage-error.js';

export interface PurgeInit {
  readonly open: () => Promise<GlanceDatabase>;
  readonly print: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Rows in one statement: what others wait for is short. */
const BATCH = 500;
const DAY = 86_400_000;

type Client = GlanceDatabase['client'];

/** A table of rows that are marked as deleted before they are removed. */
interface PurgedTable {
  readonly name: string;
  /** Removes rows that were deleted before; how many they were. */
  remove(client: Client, before: Date, count: number): Promise<number>;
}

/** In an order in which no row is removed that another refers to. */
const TABLES: readonly PurgedTable[] = [
  {
    name: 'task_info',
    remove: async ({ taskInfo, task }, before, count) => {
      const tasks = await task.findMany({
        where: { ...goneBefore(before), info: { isNot: null } },
        select: { id: true },
        take: count,
      });
      return (await taskInfo.deleteMany({ where: { taskId: { in: tasks.map(({ id }) => id) } } })).count;
    },
  },
  {
    name: 'tasks',
    remove: async ({ task }, before, count) => {
      // One whose details are still there stays for the next time.
      const where = { ...goneBefore(before), info: { is: null } };
      const rows = await task.findMany({ where, select: { id: true }, take: count });
      return (await task.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } })).count;
    },
  },
  byNumber('image_tags', ({ imageTag }) => imageTag),
  byNumber('image_properties', ({ imageProperty }) => imageProperty),
  byNumber('image_members', ({ imageMember }) => imageMember),
  byNumber('image_locations', ({ imageLocation }) => imageLocation),
];

const IMAGES: PurgedTable = {
  name: 'images',
  remove: async ({ image }, before, count) => {
    const rows = await image.findMany({ where: goneBefore(before), select: { id: true }, take: count });
    return (await image.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } })).count;
  },
};

/** What tables with a number for a key have in common. */
interface NumberedTable {
  findMany(query: object): Promise<{ readonly id: number }[]>;
  deleteMany(query: object): Promise<{ readonly count: number }>;
}

function byNumber(name: string, of: (client: Client) => NumberedTable): PurgedTable {
  return {
    name,
    remove: async (client, before, count) => {
      const table = of(client);
      const rows = await table.findMany({ where: goneBefore(before), select: { id: true }, take: count });
      return (await table.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } })).count;
    },
  };
}

function goneBefore(before: Date) {
  return { deleted: true, deletedAt: { lt: before } };
}

/**
 * Removes for good what was deleted long ago: `db purge`, all tables but that of the images, whose ids stay taken, and
 * `db purge_images_table`, which is for these (upstream's cmd/manage.py and OSSN-0075).
 */
export class PurgeCommands {
  readonly #init: PurgeInit;

  constructor(init: PurgeInit) {
    this.#init = init;
  }

  /** Resolves to the exit code; undefined for an action that is another's. */
  async run(action: string, rest: readonly string[]): Promise<number | undefined> {
    if (action !== 'purge' && action !== 'purge_images_table') return undefined;
    const options = optionsOf(rest, { texts: ['age_in_days', 'max_rows'] });
    const isImages = action === 'purge_images_table';
    const age = whole('age_in_days', options.age_in_days ?? (isImages ? '180' : '30'));
    const maximum = whole('max_rows', options.max_rows ?? '100');
    const now = this.#init.now?.() ?? Date.now();
    if (age < 0) throw new ManageError('Must supply a non-negative value for age.');
    if (age >= now / DAY) throw new ManageError('Maximal age is count of days since epoch.');
    if (maximum < -1) throw new ManageError('Minimal rows limit is -1.');
    const database = await this.#init.open();
    try {
      for (const table of isImages ? [IMAGES] : TABLES)
        await this.#purge(database, table, { age, before: new Date(now - age * DAY), maximum });
    } finally {
      await database.close();
    }
    return 0;
  }

  async #purge(
    { client }: GlanceDatabase,
    table: PurgedTable,
    { age, before, maximum }: { readonly age: number; readonly before: Date; readonly maximum: number },
  ): Promise<void> {
    const { print } = this.#init;
    print(`Purging deleted rows older than ${age} day(s) from table ${table.name}`);
    let removed = 0;
    for (;;) {
      const count = maximum === -1 ? BATCH : Math.min(BATCH, maximum - removed);
      if (count <= 0) break;
      const batch = await this.#remove(client, table, before, count);
      removed += batch;
      if (batch < count) break;
      print(`Deleted ${removed} row(s) from table ${table.name} so far`);
    }
    print(`Deleted ${removed} row(s) from table ${table.name}`);
  }

  async #remove(client: Client, table: PurgedTable, before: Date, count: number): Promise<number> {
    try {
      return await table.remove(client, before, count);
    } catch (error) {
      if (!isForeignKeyViolation(error)) throw error;
      this.#init.print(
        `Rows of other tables refer to rows of ${table.name}: purge these first (glance-manage db purge)`,
      );
      throw new ManageError('Purge command failed, check glance-manage logs for more details.', 1, { cause: error });
    }
  }
}

function whole(name: string, text: string | true): number {
  if (typeof text !== 'string' || !/^[+-]?\d+$/.test(text.trim()))
    throw new ManageError(`Invalid int value for ${name}: ${text}`);
  return Number(text);
}
