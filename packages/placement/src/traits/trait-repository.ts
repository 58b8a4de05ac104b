// SPDX-License-Identifier: Apache-2.0
import { compareAndSwap, isUniqueViolation, now } from '@stackport/database';
import type { Client, PlacementDatabase } from '../database.js';
import { ResourceProviderConcurrentUpdateDetected } from '../errors.js';
import type { NamedRow, NamedRows } from '../names/names.js';
import { standardTraits } from '@stackport/resource-standards';

/** Which traits a list has; all by default. */
export interface TraitFilter {
  readonly names?: readonly string[];
  readonly prefix?: string;
  /** Whether a provider has it. */
  readonly associated?: boolean;
}

/** A provider as somebody saw it. */
interface SeenProvider {
  readonly id: number;
  readonly generation: number;
}

/** `traits` and `resource_provider_traits`. */
export class TraitRepository implements NamedRows {
  constructor(private readonly database: PlacementDatabase) {}

  byNames(names: readonly string[], client?: Client): Promise<readonly NamedRow[]> {
    return this.list({ names }, client);
  }

  byIds(ids: readonly number[], client: Client = this.database.client): Promise<readonly NamedRow[]> {
    return client.trait.findMany({ where: { id: { in: [...ids] } } });
  }

  list(
    { names, prefix, associated }: TraitFilter = {},
    client: Client = this.database.client,
  ): Promise<readonly NamedRow[]> {
    return client.trait.findMany({
      where: {
        AND: [
          names === undefined ? {} : { name: { in: [...names] } },
          prefix === undefined ? {} : { name: { startsWith: prefix } },
          associated === undefined ? {} : { resourceProviders: associated ? { some: {} } : { none: {} } },
        ],
      },
      orderBy: { id: 'asc' },
    });
  }

  /** Rejects with a unique violation for a name that is taken. */
  create(name: string): Promise<NamedRow> {
    return this.database.client.trait.create({ data: { name, createdAt: now() } });
  }

  /** @returns false where a provider has the trait, which then stays. */
  deleteUnused(id: number): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if ((await tx.resourceProviderTrait.count({ where: { traitId: id } })) > 0) return false;
      await tx.trait.deleteMany({ where: { id } });
      return true;
    });
  }

  ofProvider(providerId: number): Promise<readonly NamedRow[]> {
    return this.database.client.trait.findMany({
      where: { resourceProviders: { some: { resourceProviderId: providerId } } },
      orderBy: { id: 'asc' },
    });
  }

  /**
   * Gives a provider these traits and no others. Where that changes nothing, its generation stays.
   * @returns the provider's generation then. Throws ResourceProviderConcurrentUpdateDetected.
   */
  setOfProvider({ id, generation }: SeenProvider, traitIds: readonly number[]): Promise<number> {
    return this.database.transaction(async (tx) => {
      const rows = await tx.resourceProviderTrait.findMany({ where: { resourceProviderId: id } });
      const before = new Set(rows.map(({ traitId }) => traitId));
      const wanted = new Set(traitIds);
      const added = [...wanted].filter((traitId) => !before.has(traitId));
      const removed = [...before].filter((traitId) => !wanted.has(traitId));
      if (added.length === 0 && removed.length === 0) return generation;
      const time = now();
      const isOurs = await compareAndSwap(
        tx.resourceProvider,
        { id, generation },
        { generation: generation + 1, updatedAt: time },
      );
      if (!isOurs) throw new ResourceProviderConcurrentUpdateDetected();
      await tx.resourceProviderTrait.deleteMany({ where: { resourceProviderId: id, traitId: { in: removed } } });
      await tx.resourceProviderTrait.createMany({
        data: added.map((traitId) => ({ traitId, resourceProviderId: id, createdAt: time })),
      });
      return generation + 1;
    });
  }

  /** Adds the standard traits that are missing. */
  async addStandard(): Promise<void> {
    const known = new Set((await this.list()).map(({ name }) => name));
    const missing = standardTraits.filter((name) => !known.has(name));
    if (missing.length === 0) return;
    const time = now();
    try {
      await this.database.client.trait.createMany({ data: missing.map((name) => ({ name, createdAt: time })) });
    } catch (error) {
      // Another process was faster.
      if (!isUniqueViolation(error)) throw error;
    }
  }
}
