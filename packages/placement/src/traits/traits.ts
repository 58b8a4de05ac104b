// SPDX-License-Identifier: Apache-2.0
import { isForeignKeyViolation, isUniqueViolation } from '@stackport/database';
import { TraitExists, TraitInUse, TraitIsStandard, TraitNotFound } from '../errors.js';
import { type NamedRow, Names } from '../names/names.js';
import { CUSTOM_NAMESPACE, standardTraits } from '@stackport/resource-standards';
import type { TraitFilter, TraitRepository } from './trait-repository.js';

/** Qualities of providers: the standard ones, and those that operators add. */
export class Traits {
  readonly #rows: TraitRepository;
  readonly #names: Names;

  private constructor(rows: TraitRepository, names: Names) {
    this.#rows = rows;
    this.#names = names;
  }

  /** Adds the standard traits that the database does not have yet. */
  static async open(rows: TraitRepository): Promise<Traits> {
    await rows.addStandard();
    return new Traits(rows, new Names(rows, await rows.byNames(standardTraits)));
  }

  list(filter?: TraitFilter): Promise<readonly NamedRow[]> {
    return this.#rows.list(filter);
  }

  /** Throws TraitNotFound. */
  async get(name: string): Promise<NamedRow> {
    const row = (await this.#rows.byNames([name])).find((one) => one.name === name);
    if (row === undefined) throw new TraitNotFound(name);
    return row;
  }

  /** Throws TraitExists. */
  async create(name: string): Promise<NamedRow> {
    try {
      return await this.#rows.create(name);
    } catch (error) {
      throw isUniqueViolation(error) ? new TraitExists(name) : error;
    }
  }

  /** Throws TraitNotFound, TraitIsStandard, TraitInUse. */
  async delete(name: string): Promise<void> {
    const { id } = await this.get(name);
    if (!name.startsWith(CUSTOM_NAMESPACE)) throw new TraitIsStandard(name);
    try {
      if (await this.#rows.deleteUnused(id)) return;
    } catch (error) {
      // A provider got it just now.
      if (!isForeignKeyViolation(error)) throw error;
    }
    throw new TraitInUse(name);
  }

  ofProvider(providerId: number): Promise<readonly NamedRow[]> {
    return this.#rows.ofProvider(providerId);
  }

  /**
   * Gives a provider these traits and no others.
   * @returns the provider's generation then. Throws ResourceProviderConcurrentUpdateDetected where it is another already.
   */
  setOfProvider(
    provider: { readonly id: number; readonly generation: number },
    traits: readonly NamedRow[],
  ): Promise<number> {
    return this.#rows.setOfProvider(
      provider,
      traits.map(({ id }) => id),
    );
  }

  /** Id by name, without those that do not exist. */
  knownIds(names: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    return this.#names.ids(names);
  }

  /** Name by id. */
  names(ids: Iterable<number>): Promise<ReadonlyMap<number, string>> {
    return this.#names.names(ids);
  }
}
