// SPDX-License-Identifier: Apache-2.0
import type { IdentityDatabase } from '../database/identity-database.js';

const ROW = 1;

/**
 * Counts the changes that may alter what a token stands for: users, projects, roles, assignments, the catalog. Whoever
 * keeps a validated token compares the count: a change of this process holds at once, one of another process (which a
 * server database can have) when `refresh` has seen it.
 */
export class Changes {
  readonly #database: IdentityDatabase;
  readonly #now: () => number;
  readonly #interval: number;
  #count = 0;
  #stored: number | undefined;
  #refreshedAt: number;
  #refreshing: Promise<void> | undefined;

  /** @param interval - milliseconds after which changes of other processes are looked for. */
  constructor(database: IdentityDatabase, now: () => number, interval = 1000) {
    this.#database = database;
    this.#now = now;
    this.#interval = interval;
    this.#refreshedAt = database.provider === 'sqlite' ? Infinity : -Infinity;
  }

  get count(): number {
    return this.#count;
  }

  /** Whether the count is young enough to go by. */
  get isFresh(): boolean {
    return this.#now() - this.#refreshedAt < this.#interval;
  }

  /** To be called after the change was stored. */
  async note(): Promise<void> {
    this.#count += 1;
    // An embedded database belongs to one process: nobody else has to hear of it.
    if (this.#database.provider === 'sqlite') return;
    await this.#database.client.changeCounter.upsert({
      where: { id: ROW },
      create: { id: ROW, count: 1 },
      update: { count: { increment: 1 } },
    });
  }

  /** Looks for changes of other processes. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#look().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #look(): Promise<void> {
    const asked = this.#now();
    const row = await this.#database.client.changeCounter.findUnique({ where: { id: ROW } });
    const stored = row?.count ?? 0;
    if (this.#stored !== undefined && this.#stored !== stored) this.#count += 1;
    this.#stored = stored;
    this.#refreshedAt = asked;
  }
}
