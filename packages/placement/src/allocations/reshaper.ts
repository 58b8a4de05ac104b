// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../database.js';
import { InventoriesProviderNotFound, ReshapeGenerationConflict } from '../errors.js';
import type { Inventories } from '../inventories/inventories.js';
import type { InventoryValues } from '../inventories/inventory.js';
import type { InventoryRepository } from '../inventories/inventory-repository.js';
import type { SeenProvider } from '../providers/provider.js';
import type { ProviderRepository } from '../providers/provider-repository.js';
import type { ResourceClasses } from '../resource-classes/resource-classes.js';
import type { AllocationRequest } from './allocation-request.js';
import type { AllocationWriter } from './allocation-writer.js';
import type { Allocations } from './allocations.js';

/** What a provider is to have, and the generation that the client saw. */
export interface ReshapedInventories {
  readonly generation: number;
  readonly inventories: ReadonlyMap<string, InventoryValues>;
}

export interface ReshaperInit {
  readonly allocations: Allocations;
  readonly writer: AllocationWriter;
  readonly inventories: Inventories;
  readonly inventoryRows: InventoryRepository;
  readonly providers: ProviderRepository;
  readonly resourceClasses: ResourceClasses;
}

type InventoriesById = ReadonlyMap<number, InventoryValues>;

/** Moves inventories between providers together with what is used of them. */
export class Reshaper {
  readonly #init: ReshaperInit;

  constructor(init: ReshaperInit) {
    this.#init = init;
  }

  /**
   * Gives providers these inventories and consumers these allocations, all at once.
   * @throws InventoriesProviderNotFound, ReshapeGenerationConflict, InventoryInUse, ResourceClassNotFound, and as
   *   `AllocationWriter.write`.
   */
  async reshape(
    wanted: ReadonlyMap<string, ReshapedInventories>,
    requests: readonly AllocationRequest[],
  ): Promise<void> {
    const { allocations, writer, resourceClasses } = this.#init;
    const names = [...wanted.values()].flatMap(({ inventories }) => [...inventories.keys()]);
    const prepared = await writer.prepare(requests);
    await allocations.change(requests, async (tx) => {
      const providers = await this.#providers(tx, wanted);
      const ids = await resourceClasses.ids(new Set(names), tx);
      const inventories = new Map(
        [...providers].map(([uuid]) => [uuid, byId(wanted.get(uuid)?.inventories ?? new Map(), ids)]),
      );
      const interim = await this.#setInterim(tx, providers, inventories);
      await writer.write(tx, prepared);
      await this.#setFinal(tx, interim, inventories);
    });
  }

  async #providers(
    tx: Client,
    wanted: ReadonlyMap<string, ReshapedInventories>,
  ): Promise<ReadonlyMap<string, SeenProvider>> {
    const found = new Map((await this.#init.providers.findAll([...wanted.keys()], tx)).map((one) => [one.uuid, one]));
    for (const [uuid, { generation }] of wanted) {
      const provider = found.get(uuid);
      if (provider === undefined) throw new InventoriesProviderNotFound(uuid);
      if (provider.generation !== generation)
        throw new ReshapeGenerationConflict(uuid, provider.generation, generation);
    }
    return found;
  }

  /** What a provider has and what it is to have, both: what is in use cannot be taken, and what is not there not be used. */
  async #setInterim(
    tx: Client,
    providers: ReadonlyMap<string, SeenProvider>,
    inventories: ReadonlyMap<string, InventoriesById>,
  ): Promise<readonly SeenProvider[]> {
    const after: SeenProvider[] = [];
    for (const provider of providers.values()) {
      const wanted = inventories.get(provider.uuid) ?? new Map<number, InventoryValues>();
      if (wanted.size === 0) {
        after.push(provider);
        continue;
      }
      const rows = await this.#init.inventoryRows.ofProvider(provider.id, tx);
      const both = new Map<number, InventoryValues>(rows.map((row) => [row.resourceClassId, row]));
      for (const [id, values] of wanted) both.set(id, values);
      after.push({ ...provider, generation: await this.#init.inventories.setWithin(tx, provider, both) });
    }
    return after;
  }

  async #setFinal(
    tx: Client,
    interim: readonly SeenProvider[],
    inventories: ReadonlyMap<string, InventoriesById>,
  ): Promise<void> {
    // Allocations have taken some generations further meanwhile, in this very transaction.
    const now = await this.#init.providers.findAll(
      interim.map(({ uuid }) => uuid),
      tx,
    );
    for (const provider of now)
      await this.#init.inventories.setWithin(tx, provider, inventories.get(provider.uuid) ?? new Map());
  }
}

function byId(inventories: ReadonlyMap<string, InventoryValues>, ids: ReadonlyMap<string, number>): InventoriesById {
  return new Map(
    [...inventories].flatMap(([name, values]) => {
      const id = ids.get(name);
      return id === undefined ? [] : [[id, values] as const];
    }),
  );
}
