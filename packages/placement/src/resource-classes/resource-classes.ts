// SPDX-License-Identifier: Apache-2.0
import { isUniqueViolation, violatedKey } from '@stackport/database';
import type { Client } from '../database.js';
import { ResourceClassExists, ResourceClassInUse, ResourceClassIsStandard, ResourceClassNotFound } from '../errors.js';
import { Names, type NamedRow } from '../names/names.js';
import { FIRST_CUSTOM_ID, standardResourceClasses } from '@stackport/resource-standards';
import type { ResourceClassRepository } from './resource-class-repository.js';

/** Attempts at an id that no other process takes at the same time. */
const CREATE_ATTEMPTS = 100;

const standard: ReadonlySet<string> = new Set(standardResourceClasses);

/** Kinds of resources: the standard ones, and those that operators add. */
export class ResourceClasses {
  readonly #rows: ResourceClassRepository;
  readonly #names: Names;

  private constructor(rows: ResourceClassRepository, names: Names) {
    this.#rows = rows;
    this.#names = names;
  }

  /** Adds the standard classes that the database does not have yet. */
  static async open(rows: ResourceClassRepository): Promise<ResourceClasses> {
    await rows.addStandard();
    return new ResourceClasses(rows, new Names(rows, await rows.byNames(standardResourceClasses)));
  }

  list(): Promise<readonly NamedRow[]> {
    return this.#rows.list();
  }

  /** Throws ResourceClassNotFound. */
  async get(name: string): Promise<NamedRow> {
    const row = (await this.#rows.byNames([name])).find((one) => one.name === name);
    if (row === undefined) throw new ResourceClassNotFound(name);
    return row;
  }

  /** Throws ResourceClassExists. */
  async create(name: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#rows.create(name);
        return;
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        const isIdTaken = violatedKey(error).some((key) => key === 'id' || key === 'PRIMARY');
        if (!isIdTaken || attempt >= CREATE_ATTEMPTS) throw new ResourceClassExists(name);
      }
    }
  }

  /** Throws ResourceClassNotFound, ResourceClassIsStandard, ResourceClassExists. */
  async rename(name: string, newName: string): Promise<void> {
    const { id } = await this.get(name);
    if (id < FIRST_CUSTOM_ID) throw new ResourceClassIsStandard('update', name);
    try {
      if (!(await this.#rows.rename(name, newName))) throw new ResourceClassNotFound(name);
    } catch (error) {
      throw isUniqueViolation(error) ? new ResourceClassExists(newName) : error;
    }
  }

  /** Throws ResourceClassNotFound, ResourceClassIsStandard, ResourceClassInUse. */
  async delete(name: string): Promise<void> {
    const { id } = await this.get(name);
    if (standard.has(name)) throw new ResourceClassIsStandard('delete', name);
    if (!(await this.#rows.deleteUnused(id))) throw new ResourceClassInUse(name);
  }

  /** Id by name. With a client, within its transaction. Throws ResourceClassNotFound for the first that does not exist. */
  async ids(names: Iterable<string>, client?: Client): Promise<ReadonlyMap<string, number>> {
    const wanted = [...names];
    const ids = await this.#names.ids(wanted, client);
    const missing = wanted.find((name) => !ids.has(name));
    if (missing !== undefined) throw new ResourceClassNotFound(missing);
    return ids;
  }

  /** Id by name, without those that do not exist. */
  knownIds(names: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    return this.#names.ids(names);
  }

  /** Name by id. */
  names(ids: Iterable<number>, client?: Client): Promise<ReadonlyMap<number, string>> {
    return this.#names.names(ids, client);
  }
}
