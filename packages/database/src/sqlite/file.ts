// SPDX-License-Identifier: Apache-2.0
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { retryWhileBusy, SqliteConnection } from './connection.js';
import { Mutex } from './mutex.js';

/** Milliseconds that a write waits for other writers, of this process and of others, before it fails. */
const defaultPatience = 30_000;

/**
 * An open SQLite database: a connection for reads and single writes, one for transactions, and the mutex that lets one write at a time through.
 */
export class SqliteFile {
  private readonly mutex = new Mutex();

  private constructor(
    readonly main: SqliteConnection,
    readonly transactions: SqliteConnection,
    readonly patience: number,
  ) {}

  /**
   * Opens or creates the file (and its folder, for this user only). Several processes may have it open.
   * @param path - undefined for a database that is gone when it is closed: a file as well, since two connections share no memory otherwise
   * @param settings - patience: milliseconds that a write waits for other writers before it fails
   */
  static async open(
    path: string | undefined,
    settings: { synchronous?: boolean; patience?: number } = {},
  ): Promise<SqliteFile> {
    const { synchronous = true, patience = defaultPatience } = settings;
    if (path !== undefined) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      return SqliteFile.connect(path, synchronous, patience);
    }
    const folder = mkdtempSync(join(tmpdir(), 'stackport-database-'));
    try {
      const file = await SqliteFile.connect(join(folder, 'database.sqlite'), false, patience);
      for (const connection of [file.main, file.transactions]) connection.all('SELECT count(*) FROM sqlite_master', []);
      return file;
    } finally {
      // The connections have all files open by now; so they are gone however the process ends.
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private static async connect(path: string, synchronous: boolean, patience: number): Promise<SqliteFile> {
    const opened: SqliteConnection[] = [];
    const connect = (): SqliteConnection => {
      const connection = new SqliteConnection(path, synchronous);
      opened.push(connection);
      return connection;
    };
    try {
      // Password hashes may be in it; the files that SQLite puts beside it take over its mode.
      closeSync(openSync(path, 'a', 0o600));
      const main = connect();
      // Writers do not stop readers then. It stays with the file; changing to it needs the file for itself for a moment.
      await retryWhileBusy(() => main.control('PRAGMA journal_mode = WAL'), patience);
      return new SqliteFile(main, connect(), patience);
    } catch (error) {
      for (const connection of opened) connection.close();
      throw error;
    }
  }

  /** @returns the function that gives the write lock back */
  lock(): Promise<() => void> {
    return this.mutex.acquire(this.patience);
  }

  /** One write outside of a transaction, when no transaction of this process is open. */
  async write<T>(action: () => T): Promise<T> {
    const release = await this.lock();
    try {
      return await retryWhileBusy(action, this.patience);
    } finally {
      release();
    }
  }

  close(): void {
    if (this.transactions.inTransaction) this.transactions.control('ROLLBACK');
    this.transactions.close();
    this.main.close();
  }
}
