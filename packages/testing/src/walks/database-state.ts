// SPDX-License-Identifier: Apache-2.0
import { DatabaseSync } from '@photostructure/sqlite';

/** Tells whether anybody wrote to a service's SQLite file, to see that a refused request changed nothing. */
export class DatabaseState {
  readonly #database;
  readonly #statement;

  private constructor(path: string) {
    this.#database = new DatabaseSync(path, { readOnly: true, timeout: 30_000 });
    // SQLite's own count of what other connections have committed.
    this.#statement = this.#database.prepare('PRAGMA data_version');
  }

  /** @param path - of a file that a service has open. Close what comes back. */
  static open(path: string): DatabaseState {
    return new DatabaseState(path);
  }

  /** Another one after each commit of somebody else's, and the same otherwise. */
  version(): string {
    return JSON.stringify(this.#statement.get());
  }

  close(): void {
    this.#database.close();
  }
}
