// SPDX-License-Identifier: Apache-2.0
import { isUniqueViolation } from '@stackport/database';
import type { Logger } from '@stackport/config';
import type { Client, PlacementDatabase } from '../database.js';
import {
  InventoryExists,
  InventoryInUse,
  InventoryToDeleteNotFound,
  InventoryWithResourceClassNotFound,
} from '../errors.js';
import type { SeenProvider } from '../providers/provider.js';
import type { ProviderRepository } from '../providers/provider-repository.js';
import type { ResourceClasses } from '../resource-classes/resource-classes.js';
import { capacityOf, type Inventory, type InventoryValues } from './inventory.js';
import type { InventoryRepository } from './inventory-repository.js';

export interface InventoriesInit {
  readonly database: PlacementDatabase;
  readonly rows: InventoryRepository;
  readonly providers: ProviderRepository;
  readonly resourceClasses: ResourceClasses;
  readonly logger: Logger;
}

/**
 * What providers have. Each change takes the provider's generation one further, and throws
 * ResourceProviderConcurrentUpdateDetected where it is not the one that the caller saw.
 */
export class Inventories {
  readonly #init: InventoriesInit;

  constructor(init: InventoriesInit) {
    this.#init = init;
  }

  /** By class name. */
  async ofProvider(provider: SeenProvider): Promise<ReadonlyMap<string, Inventory>> {
    const rows = await this.#init.rows.ofProvider(provider.id);
    const names = await this.#init.resourceClasses.names(rows.map(({ resourceClassId }) => resourceClassId));
    return new Map(
      rows.map((row) => {
        const resourceClass = names.get(row.resourceClassId) ?? String(row.resourceClassId);
        return [resourceClass, { ...row, resourceClass }];
      }),
    );
  }

  /** @returns the provider's generation. Throws ResourceClassNotFound, InventoryExists. */
  async create(provider: SeenProvider, resourceClass: string, values: InventoryValues): Promise<number> {
    const ids = await this.#init.resourceClasses.ids([resourceClass]);
    try {
      return await this.#init.database.transaction(async (tx) => {
        const generation = await this.#init.providers.bump(tx, provider);
        await this.#init.rows.create(tx, provider.id, byId(ids, new Map([[resourceClass, values]])));
        return generation;
      });
    } catch (error) {
      throw isUniqueViolation(error) ? new InventoryExists(resourceClass, provider.uuid) : error;
    }
  }

  /** @returns the provider's generation. Throws ResourceClassNotFound, InventoryWithResourceClassNotFound. */
  async update(provider: SeenProvider, resourceClass: string, values: InventoryValues): Promise<number> {
    const ids = byId(await this.#init.resourceClasses.ids([resourceClass]), new Map([[resourceClass, values]]));
    return this.#init.database.transaction(async (tx) => {
      const generation = await this.#init.providers.bump(tx, provider);
      await this.#warnOfExcess(tx, provider, ids);
      for (const [classId] of ids)
        if (!(await this.#init.rows.update(tx, provider.id, classId, values)))
          throw new InventoryWithResourceClassNotFound(resourceClass);
      return generation;
    });
  }

  /** Throws ResourceClassNotFound, InventoryToDeleteNotFound, InventoryInUse. */
  async delete(provider: SeenProvider, resourceClass: string): Promise<void> {
    const ids = [...(await this.#init.resourceClasses.ids([resourceClass])).values()];
    await this.#init.database.transaction(async (tx) => {
      await this.#refuseUsed(tx, provider, ids);
      if ((await this.#init.rows.delete(tx, provider.id, ids)) === 0)
        throw new InventoryToDeleteNotFound(resourceClass);
      await this.#init.providers.bump(tx, provider);
    });
  }

  /**
   * Gives a provider these inventories, by class name, and no others.
   * @returns the provider's generation. Throws ResourceClassNotFound, InventoryInUse.
   */
  async set(provider: SeenProvider, inventories: ReadonlyMap<string, InventoryValues>): Promise<number> {
    const ids = await this.#init.resourceClasses.ids(inventories.keys());
    return this.#init.database.transaction((tx) => this.setWithin(tx, provider, byId(ids, inventories)));
  }

  /** `set` by class id, within the caller's transaction. */
  async setWithin(tx: Client, provider: SeenProvider, wanted: ReadonlyMap<number, InventoryValues>): Promise<number> {
    const { rows, providers } = this.#init;
    const before = new Set((await rows.ofProvider(provider.id, tx)).map(({ resourceClassId }) => resourceClassId));
    const generation = await providers.bump(tx, provider);
    const gone = [...before].filter((id) => !wanted.has(id));
    const kept = new Map([...wanted].filter(([id]) => before.has(id)));
    if (gone.length > 0) {
      await this.#refuseUsed(tx, provider, gone);
      await rows.delete(tx, provider.id, gone);
    }
    await rows.create(tx, provider.id, new Map([...wanted].filter(([id]) => !before.has(id))));
    if (kept.size > 0) await this.#warnOfExcess(tx, provider, kept);
    for (const [classId, values] of kept) await rows.update(tx, provider.id, classId, values);
    return generation;
  }

  async #refuseUsed(tx: Client, provider: SeenProvider, classIds: readonly number[]): Promise<void> {
    const used = await this.#init.rows.used(tx, provider.id);
    const inUse = classIds.filter((id) => used.has(id));
    if (inUse.length === 0) return;
    const names = await this.#init.resourceClasses.names(inUse, tx);
    throw new InventoryInUse(inUse.map((id) => names.get(id) ?? String(id)).join(', '), provider.uuid);
  }

  /** Less than is used is allowed, and worth a line. */
  async #warnOfExcess(tx: Client, provider: SeenProvider, wanted: ReadonlyMap<number, InventoryValues>): Promise<void> {
    const used = await this.#init.rows.used(tx, provider.id);
    const exceeded = [...wanted].filter(([id, values]) => (used.get(id) ?? 0) > capacityOf(values)).map(([id]) => id);
    if (exceeded.length === 0) return;
    const names = await this.#init.resourceClasses.names(exceeded, tx);
    for (const id of exceeded)
      this.#init.logger.warning(
        `Resource provider ${provider.uuid} is now over-capacity for ${names.get(id) ?? String(id)}`,
      );
  }
}

function byId<T>(ids: ReadonlyMap<string, number>, byName: ReadonlyMap<string, T>): Map<number, T> {
  const found = new Map<number, T>();
  for (const [name, value] of byName) {
    const id = ids.get(name);
    if (id !== undefined) found.set(id, value);
  }
  return found;
}
