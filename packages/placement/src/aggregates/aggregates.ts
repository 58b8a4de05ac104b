// SPDX-License-Identifier: Apache-2.0
import { isUniqueViolation } from '@stackport/database';
import type { Client, PlacementDatabase } from '../database.js';
import { ConcurrentUpdateDetected } from '../errors.js';
import type { Provider } from '../providers/provider.js';
import type { ProviderRepository } from '../providers/provider-repository.js';
import type { AggregateRepository } from './aggregate-repository.js';

/** How often a change is tried while others add the same aggregates. */
const ATTEMPTS = 10;

/** Which aggregates providers belong to. What an aggregate is, its owner knows; here it is a uuid. */
export class Aggregates {
  readonly #database: PlacementDatabase;
  readonly #rows: AggregateRepository;
  readonly #providers: ProviderRepository;

  constructor(database: PlacementDatabase, rows: AggregateRepository, providers: ProviderRepository) {
    this.#database = database;
    this.#rows = rows;
    this.#providers = providers;
  }

  async ofProvider(provider: Provider): Promise<readonly string[]> {
    return [...(await this.#rows.ofProvider(this.#database.client, provider.id)).values()];
  }

  /**
   * Puts a provider into these aggregates and no others.
   * @param options.bump - whether the generation goes one further; it throws
   *   ResourceProviderConcurrentUpdateDetected then where it is not the one that the caller saw.
   * @returns the provider's generation. Throws ConcurrentUpdateDetected.
   */
  async setOfProvider(
    provider: Provider,
    uuids: readonly string[],
    { bump }: { readonly bump: boolean },
  ): Promise<number> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#database.transaction(async (tx) => {
          await this.#set(tx, provider, uuids);
          return bump ? this.#providers.bump(tx, provider) : provider.generation;
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        if (attempt >= ATTEMPTS) throw new ConcurrentUpdateDetected();
      }
    }
  }

  async #set(tx: Client, provider: Provider, uuids: readonly string[]): Promise<void> {
    const before = await this.#rows.ofProvider(tx, provider.id);
    const wanted = new Set((await this.#rows.ensure(tx, uuids)).values());
    await this.#rows.dissociate(
      tx,
      provider.id,
      [...before.keys()].filter((id) => !wanted.has(id)),
    );
    await this.#rows.associate(
      tx,
      provider.id,
      [...wanted].filter((id) => !before.has(id)),
    );
  }
}
