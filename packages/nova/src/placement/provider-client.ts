// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import {
  InvalidResourceClass,
  InventoryInUse,
  ResourceProviderAggregateRetrievalFailed,
  ResourceProviderCreationFailed,
  ResourceProviderDeletionFailed,
  ResourceProviderInUse,
  ResourceProviderNotFound,
  ResourceProviderRetrievalFailed,
  ResourceProviderTraitRetrievalFailed,
  ResourceProviderUpdateConflict,
  ResourceProviderUpdateFailed,
  TraitCreationFailed,
  TraitRetrievalFailed,
} from '../errors/placement.js';
import type { Inventories, Inventory, Provider } from './placement.js';
import { documentOf, faultOf, type PlacementAnswer, type PlacementSession, segment } from './placement-session.js';

/** The microversions in which providers are asked for and written (nova 26, report.py). */
const NESTED = '1.14';
const CREATED_IS_ANSWERED = '1.20';
const RESERVED_MAY_BE_ALL = '1.26';
const TRAITS = '1.6';
const AGGREGATES_WITH_GENERATION = '1.19';
const CLASSES_BY_PUT = '1.7';

const ATTEMPTS = 4;

/** A part of a provider with the generation that it was read in. */
interface Read {
  readonly resource_provider_generation: number;
}
interface ReadInventories extends Read {
  readonly inventories: Inventories;
}
interface ReadTraits extends Read {
  readonly traits: readonly string[];
}
interface ReadAggregates extends Read {
  readonly aggregates: readonly string[];
}

/** Resource providers: what hosts have. The methods are those of `Placement`. */
export class ProviderClient {
  protected readonly session: PlacementSession;
  protected readonly logger: Logger;

  constructor(session: PlacementSession, logger: Logger) {
    this.session = session;
    this.logger = logger;
  }

  async findProvider(uuid: string): Promise<Provider | undefined> {
    const answer = await this.session.send(`/resource_providers/${segment(uuid)}`, { version: NESTED });
    if (answer.status === 404) return undefined;
    if (!answer.isOk) throw this.#failed(answer, new ResourceProviderRetrievalFailed(uuid));
    return documentOf(answer) as Provider;
  }

  async getProviderByName(name: string): Promise<Provider> {
    const answer = await this.session.send(`/resource_providers?name=${segment(name)}`, { version: NESTED });
    const [found, ...others] = answer.isOk ? providersIn(answer) : [];
    if (found === undefined || others.length > 0) throw new ResourceProviderNotFound(name);
    return found;
  }

  async providersInTree(uuid: string): Promise<readonly Provider[]> {
    const answer = await this.session.send(`/resource_providers?in_tree=${segment(uuid)}`, { version: NESTED });
    if (!answer.isOk) throw this.#failed(answer, new ResourceProviderRetrievalFailed(uuid));
    return subtree(providersIn(answer), uuid);
  }

  async ensureProvider(uuid: string, name: string, parentUuid?: string): Promise<Provider> {
    const [found] = await this.providersInTree(uuid);
    if (found !== undefined) return found;
    const answer = await this.session.send('/resource_providers', {
      version: CREATED_IS_ANSWERED,
      method: 'POST',
      json: { uuid, name, ...(parentUuid === undefined ? {} : { parent_provider_uuid: parentUuid }) },
    });
    if (answer.isOk) return documentOf(answer) as Provider;
    // Somebody else made it meanwhile, unless the name is another provider's.
    const taken = 'Conflicting resource provider name:';
    const made = answer.status === 409 && !answer.text.includes(taken) ? await this.findProvider(uuid) : undefined;
    if (made === undefined) throw this.#failed(answer, new ResourceProviderCreationFailed(name));
    return made;
  }

  async deleteProvider(uuid: string): Promise<void> {
    for (const { uuid: one } of [...(await this.providersInTree(uuid))].reverse()) {
      const answer = await this.session.send(`/resource_providers/${segment(one)}`, {
        version: NESTED,
        method: 'DELETE',
      });
      if (answer.isOk || answer.status === 404) continue;
      const isUsed = answer.status === 409;
      throw this.#failed(answer, isUsed ? new ResourceProviderInUse() : new ResourceProviderDeletionFailed(one));
    }
  }

  async inventoriesOf(uuid: string): Promise<Inventories> {
    return (await this.#inventories(uuid)).inventories;
  }

  async setInventory(uuid: string, inventories: Inventories): Promise<void> {
    const current = await this.#inventories(uuid);
    if (isSameInventory(current.inventories, inventories)) return;
    for (const name of Object.keys(inventories).filter(isCustom)) await this.#ensureResourceClass(name);
    await this.#write(uuid, 'inventories', RESERVED_MAY_BE_ALL, current.resource_provider_generation, { inventories });
  }

  async traitsOf(uuid: string): Promise<readonly string[]> {
    return (await this.#traits(uuid)).traits;
  }

  async setTraits(uuid: string, traits: readonly string[]): Promise<void> {
    const current = await this.#traits(uuid);
    if (isSameSet(current.traits, traits)) return;
    await this.#ensureTraits(traits.filter(isCustom));
    await this.#write(uuid, 'traits', TRAITS, current.resource_provider_generation, { traits });
  }

  async aggregatesOf(uuid: string): Promise<readonly string[]> {
    return (await this.#aggregates(uuid)).aggregates;
  }

  async setAggregates(uuid: string, aggregates: readonly string[]): Promise<void> {
    const current = await this.#aggregates(uuid);
    if (isSameSet(current.aggregates, aggregates)) return;
    await this.#write(uuid, 'aggregates', AGGREGATES_WITH_GENERATION, current.resource_provider_generation, {
      aggregates,
    });
  }

  addHostToAggregate(aggregateUuid: string, host: string): Promise<void> {
    return this.#changeAggregates(host, (all) => [...new Set([...all, aggregateUuid])]);
  }

  removeHostFromAggregate(aggregateUuid: string, host: string): Promise<void> {
    return this.#changeAggregates(host, (all) => all.filter((one) => one !== aggregateUuid));
  }

  /** Tried again where the provider was changed meanwhile. */
  async #changeAggregates(host: string, change: (all: readonly string[]) => readonly string[]): Promise<void> {
    const { uuid } = await this.getProviderByName(host);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.setAggregates(uuid, change(await this.aggregatesOf(uuid)));
        return;
      } catch (error) {
        if (!(error instanceof ResourceProviderUpdateConflict) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async #inventories(uuid: string): Promise<ReadInventories> {
    const path = `/resource_providers/${segment(uuid)}/inventories`;
    const answer = await this.session.send(path, { version: RESERVED_MAY_BE_ALL });
    if (!answer.isOk) throw this.#failed(answer, new ResourceProviderRetrievalFailed(uuid));
    return documentOf(answer) as ReadInventories;
  }

  async #traits(uuid: string): Promise<ReadTraits> {
    const answer = await this.session.send(`/resource_providers/${segment(uuid)}/traits`, { version: TRAITS });
    if (!answer.isOk) throw this.#failed(answer, new ResourceProviderTraitRetrievalFailed(uuid));
    return documentOf(answer) as ReadTraits;
  }

  async #aggregates(uuid: string): Promise<ReadAggregates> {
    const path = `/resource_providers/${segment(uuid)}/aggregates`;
    const answer = await this.session.send(path, { version: AGGREGATES_WITH_GENERATION });
    if (!answer.isOk) throw this.#failed(answer, new ResourceProviderAggregateRetrievalFailed(uuid));
    return documentOf(answer) as ReadAggregates;
  }

  /** A write of a part of a provider, in the generation that was read. */
  async #write(
    uuid: string,
    part: 'inventories' | 'traits' | 'aggregates',
    version: string,
    generation: number,
    values: object,
  ): Promise<void> {
    const path = `/resource_providers/${segment(uuid)}/${part}`;
    const json = { resource_provider_generation: generation, ...values };
    const answer = await this.session.send(path, { version, method: 'PUT', json });
    if (answer.isOk) return;
    const { code, detail } = faultOf(answer);
    if (answer.status === 409 && code === 'placement.inventory.inuse')
      throw this.#failed(answer, new InventoryInUse(detail));
    if (answer.status === 409)
      throw this.#failed(answer, new ResourceProviderUpdateConflict(uuid, generation, answer.text));
    throw this.#failed(answer, new ResourceProviderUpdateFailed(path, answer.text));
  }

  async #ensureResourceClass(name: string): Promise<void> {
    const path = `/resource_classes/${segment(name)}`;
    const answer = await this.session.send(path, { version: CLASSES_BY_PUT, method: 'PUT' });
    if (!answer.isOk) throw this.#failed(answer, new InvalidResourceClass(name));
  }

  /** Standard traits are placement's own; of the custom ones those are made that it does not have. */
  async #ensureTraits(custom: readonly string[]): Promise<void> {
    if (custom.length === 0) return;
    const path = `/traits?name=${segment(`in:${custom.join(',')}`)}`;
    const answer = await this.session.send(path, { version: TRAITS });
    if (!answer.isOk) throw this.#failed(answer, new TraitRetrievalFailed(answer.text));
    const known = new Set((documentOf(answer) as { readonly traits: readonly string[] }).traits);
    for (const name of custom.filter((one) => !known.has(one))) {
      const made = await this.session.send(`/traits/${segment(name)}`, { version: TRAITS, method: 'PUT' });
      if (!made.isOk) throw this.#failed(made, new TraitCreationFailed(name, made.text));
    }
  }

  #failed(answer: PlacementAnswer, error: Error): Error {
    this.logger.error(`${error.message}. Got ${answer.status}: ${answer.text}`);
    return error;
  }
}

function providersIn(answer: PlacementAnswer): readonly Provider[] {
  return (documentOf(answer) as { readonly resource_providers: readonly Provider[] }).resource_providers;
}

/** A provider and those below it, parents first. */
function subtree(all: readonly Provider[], uuid: string): Provider[] {
  const own = all.filter((one) => one.uuid === uuid);
  const below = all.filter((one) => one.parent_provider_uuid === uuid);
  return [...own, ...below.flatMap((child) => subtree(all, child.uuid))];
}

const isCustom = (name: string): boolean => name.startsWith('CUSTOM_');

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  const [first, second] = [new Set(some), new Set(others)];
  return first.size === second.size && [...first].every((one) => second.has(one));
}

/** What the new one does not say stays as it is. */
function isSameInventory(current: Inventories, next: Inventories): boolean {
  return (
    isSameSet(Object.keys(current), Object.keys(next)) &&
    Object.entries(next).every(([name, values]) =>
      Object.entries(values).every(([key, value]) => current[name]?.[key as keyof Inventory] === value),
    )
  );
}
