// SPDX-License-Identifier: Apache-2.0
import { UNKNOWN_TYPE } from '../consumers/consumer.js';
import type { InventoryRepository } from '../inventories/inventory-repository.js';
import type { PlacementDatabase } from '../database.js';
import type { Provider } from '../providers/provider.js';
import type { ResourceClasses } from '../resource-classes/resource-classes.js';
import type { UsageOwner, UsageRepository, UsageSum } from './usage-repository.js';

/** Amounts by class name. */
export type UsageByClass = Readonly<Record<string, number>>;

/** What consumers of one type use, and how many there are. */
export interface TypeUsage {
  readonly consumers: number;
  readonly used: UsageByClass;
}

export interface UsagesInit {
  readonly database: PlacementDatabase;
  readonly rows: UsageRepository;
  readonly inventories: InventoryRepository;
  readonly resourceClasses: ResourceClasses;
}

/** What is used of providers, and by whom. */
export class Usages {
  readonly #init: UsagesInit;

  constructor(init: UsagesInit) {
    this.#init = init;
  }

  /** Of each class that the provider has. */
  async ofProvider(provider: Provider): Promise<UsageByClass> {
    const { database, inventories } = this.#init;
    const rows = await inventories.ofProvider(provider.id);
    const used = await inventories.used(database.client, provider.id);
    return this.#named(rows.map(({ resourceClassId }) => ({ resourceClassId, used: used.get(resourceClassId) ?? 0 })));
  }

  async ofOwner(owner: UsageOwner): Promise<UsageByClass> {
    return this.#named(await this.#init.rows.sums(owner));
  }

  /**
   * By type of consumer; `unknown` is the type of which nobody has told.
   * @param type - one of them, or `all` for one sum over all types, under that name; each of them where it is not given.
   */
  async byConsumerType(owner: UsageOwner, type?: string): Promise<ReadonlyMap<string, TypeUsage>> {
    const { rows } = this.#init;
    if (type === 'all' || type === UNKNOWN_TYPE) {
      const filter = type === 'all' ? undefined : { name: null };
      const sums = await rows.sums(owner, filter);
      if (sums.length === 0) return new Map();
      return new Map([[type, { consumers: await rows.consumers(owner, filter), used: await this.#named(sums) }]]);
    }
    const filter = type === undefined ? undefined : { name: type };
    const sums = await rows.sumsByType(owner, filter);
    const consumers = await rows.consumersByType(owner, filter);
    const found = new Map<string, TypeUsage>();
    for (const [name, count] of consumers)
      found.set(name ?? UNKNOWN_TYPE, {
        consumers: count,
        used: await this.#named(sums.filter((sum) => sum.type === name)),
      });
    return found;
  }

  async #named(sums: readonly UsageSum[]): Promise<UsageByClass> {
    const names = await this.#init.resourceClasses.names(sums.map(({ resourceClassId }) => resourceClassId));
    return Object.fromEntries(
      sums.map(({ resourceClassId, used }) => [names.get(resourceClassId) ?? String(resourceClassId), used]),
    );
  }
}
