// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../database.js';

/** A resource class or a trait. */
export interface NamedRow {
  readonly id: number;
  readonly name: string;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
}

/** Reads rows by name or by id, in one query; within the caller's transaction where its client is given. */
export interface NamedRows {
  byNames(names: readonly string[], client?: Client): Promise<readonly NamedRow[]>;
  byIds(ids: readonly number[], client?: Client): Promise<readonly NamedRow[]>;
}

/**
 * Ids and names of resource classes or traits. The standard ones never change, so they are known from the start; custom
 * ones may be deleted and renamed by any process, so they are read each time.
 */
export class Names {
  readonly #rows: NamedRows;
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<number, string>();

  /** @param standard - rows that stay as they are. */
  constructor(rows: NamedRows, standard: readonly NamedRow[]) {
    this.#rows = rows;
    for (const { id, name } of standard) {
      this.#ids.set(name, id);
      this.#names.set(id, name);
    }
  }

  /** Id by name, without the names that do not exist. */
  async ids(names: Iterable<string>, client?: Client): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>();
    const unknown = new Set<string>();
    for (const name of names) {
      const id = this.#ids.get(name);
      if (id === undefined) unknown.add(name);
      else found.set(name, id);
    }
    // MySQL compares without regard to case; the name is what was asked for or it is another.
    if (unknown.size > 0)
      for (const { id, name } of await this.#rows.byNames([...unknown], client))
        if (unknown.has(name)) found.set(name, id);
    return found;
  }

  /** Name by id, without the ids that do not exist. */
  async names(ids: Iterable<number>, client?: Client): Promise<ReadonlyMap<number, string>> {
    const found = new Map<number, string>();
    const unknown = new Set<number>();
    for (const id of ids) {
      const name = this.#names.get(id);
      if (name === undefined) unknown.add(id);
      else found.set(id, name);
    }
    if (unknown.size > 0) for (const { id, name } of await this.#rows.byIds([...unknown], client)) found.set(id, name);
    return found;
  }
}
