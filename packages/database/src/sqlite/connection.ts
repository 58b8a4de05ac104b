// SPDX-License-Identifier: Apache-2.0
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import type { ColumnType } from '@prisma/driver-adapter-utils';
import { columnTypeOf, type SqliteValue } from './conversion.js';
import { isBusy } from './errors.js';

/** A prepared statement with what is known of it. */
interface Prepared {
  statement: StatementSyncInstance;
  /** Takes no write lock. */
  reads: boolean;
  columnNames: string[];
  /** undefined where the values tell. */
  columnTypes: (ColumnType | undefined)[];
}

const cachedStatements = 500;
const firstPause = 2;
const longestPause = 50;

/** One connection to a SQLite file, with its prepared statements. Statements run synchronously; only waiting for another process does not. */
export class SqliteConnection {
  private readonly database: DatabaseSyncInstance;
  private readonly statements = new Map<string, Prepared>();

  /** @param synchronous - whether commits reach the disk in time to leave a whole file after a crash of the machine (the last may be missing) */
  constructor(path: string, synchronous: boolean) {
    this.database = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true });
    this.database.exec(`PRAGMA synchronous = ${synchronous ? 'NORMAL' : 'OFF'}; PRAGMA temp_store = MEMORY`);
  }

  /** How many parameters a statement may have. */
  get maxParameters(): number {
    return this.database.limits.variableNumber;
  }

  /** Whether the statement only reads. PRAGMA counts as reading: those that write are the connection's own. */
  reads(sql: string): boolean {
    return this.prepare(sql).reads;
  }

  /** All rows, as arrays. */
  all(
    sql: string,
    parameters: readonly SqliteValue[],
  ): Pick<Prepared, 'columnNames' | 'columnTypes'> & { rows: SqliteValue[][] } {
    const { statement, columnNames, columnTypes } = this.prepare(sql);
    return { columnNames, columnTypes, rows: statement.all(...parameters) as SqliteValue[][] };
  }

  /** @returns the number of rows changed */
  run(sql: string, parameters: readonly SqliteValue[]): number {
    if (parameters.length === 0 && maybeSeveral(sql)) return this.runScript(sql);
    // A bigint, since the statement was told to read those; the driver's declaration does not say so.
    const { changes } = this.prepare(sql).statement.run(...parameters) as { changes: number | bigint };
    return Number(changes);
  }

  /** A prepared statement is the first of its text only, and the driver drops the rest without a word. */
  private runScript(sql: string): number {
    const changes = (): number => Number(this.all('SELECT total_changes()', []).rows[0]?.[0]);
    const before = changes();
    this.exec(sql);
    return changes() - before;
  }

  /** Several statements without parameters. */
  exec(script: string): void {
    this.database.exec(script);
    // What a script did to the tables is not in the cached descriptions.
    this.statements.clear();
  }

  /** BEGIN, COMMIT, SAVEPOINT …: statements that change no table. */
  control(statement: string): void {
    this.database.exec(statement);
  }

  get inTransaction(): boolean {
    return this.database.isTransaction;
  }

  close(): void {
    this.statements.clear();
    if (this.database.isOpen) this.database.close();
  }

  private prepare(sql: string): Prepared {
    const known = this.statements.get(sql);
    if (known !== undefined) {
      // Put at the end: the first of a Map is the one longest unused.
      this.statements.delete(sql);
      this.statements.set(sql, known);
      return known;
    }
    const statement = this.database.prepare(sql);
    const columns = statement.columns();
    const prepared = {
      statement,
      reads: /^\s*(?:SELECT|VALUES|EXPLAIN|PRAGMA)\b/i.test(sql) && !maybeSeveral(sql),
      columnNames: columns.map(({ name }) => name),
      columnTypes: columns.map(({ type }) => columnTypeOf(type)),
    };
    statement.setReturnArrays(true);
    statement.setReadBigInts(true);
    this.statements.set(sql, prepared);
    if (this.statements.size > cachedStatements) {
      const oldest = this.statements.keys().next();
      if (!oldest.done) this.statements.delete(oldest.value);
    }
    return prepared;
  }
}

/** Something follows a semicolon; it may stand within a text, which does no harm here. */
function maybeSeveral(sql: string): boolean {
  return /;\s*\S/.test(sql);
}

/**
 * Does it again while another process holds the lock, without blocking the event loop in between as SQLite's own busy handler would.
 * @param patience - milliseconds
 */
export async function retryWhileBusy<T>(action: () => T, patience: number): Promise<T> {
  const deadline = performance.now() + patience;
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      return action();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
    }
    // Random, so that processes that met once do not meet again.
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
  }
}
