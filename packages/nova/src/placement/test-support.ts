// SPDX-License-Identifier: Apache-2.0
import { setImmediate as tick } from 'node:timers/promises';
import {
  AllocationUpdateFailed,
  InventoryInUse,
  PlacementAPIConnectFailure,
  ResourceProviderCreationFailed,
  ResourceProviderInUse,
  ResourceProviderNotFound,
  ResourceProviderUpdateFailed,
} from '../errors/placement.js';
import {
  type Allocations,
  type AllocationsPayload,
  type Candidates,
  type Claim,
  type ConsumerAllocations,
  doubledAllocations,
  type Inventories,
  type Placement,
  type Provider,
  type ProviderSummary,
  type Resources,
} from './placement.js';
import { askedFor, sum } from './test-queries.js';

interface Held {
  allocations: Allocations;
  generation: number;
  projectId: string;
  userId: string;
}

interface KeptProvider {
  readonly uuid: string;
  readonly name: string;
  generation: number;
  inventories: Inventories;
  traits: readonly string[];
  aggregates: readonly string[];
}

/** Placement in memory, with its room, its generations and its candidates, for providers that stand alone. */
export class MemoryPlacement implements Placement {
  readonly providers = new Map<string, KeptProvider>();
  readonly consumers = new Map<string, Held>();
  /** Queries of candidates, in their order. */
  readonly queries: string[] = [];
  /** Told of each claim before it is made: what somebody else does meanwhile. */
  beforeClaim: (claim: Claim) => void = () => undefined;
  /** Does not answer. */
  isDown = false;

  inRequest(): this {
    return this;
  }

  async findProvider(uuid: string): Promise<Provider | undefined> {
    await this.#answer();
    return this.providers.get(uuid);
  }

  async getProviderByName(name: string): Promise<Provider> {
    await this.#answer();
    const found = [...this.providers.values()].find((one) => one.name === name);
    if (found === undefined) throw new ResourceProviderNotFound(name);
    return found;
  }

  async providersInTree(uuid: string): Promise<readonly Provider[]> {
    const found = await this.findProvider(uuid);
    return found === undefined ? [] : [found];
  }

  async ensureProvider(uuid: string, name: string): Promise<Provider> {
    await this.#answer();
    const found = this.providers.get(uuid);
    if (found !== undefined) return found;
    if ([...this.providers.values()].some((one) => one.name === name)) throw new ResourceProviderCreationFailed(name);
    const made = { uuid, name, generation: 0, inventories: {}, traits: [], aggregates: [] };
    this.providers.set(uuid, made);
    return made;
  }

  async deleteProvider(uuid: string): Promise<void> {
    await this.#answer();
    if (Object.keys(await this.allocationsOfProvider(uuid)).length > 0) throw new ResourceProviderInUse();
    this.providers.delete(uuid);
  }

  async inventoriesOf(uuid: string): Promise<Inventories> {
    await this.#answer();
    return this.#get(uuid).inventories;
  }

  async setInventory(uuid: string, inventories: Inventories): Promise<void> {
    await this.#answer();
    const provider = this.#get(uuid);
    for (const name of Object.keys(provider.inventories))
      if (inventories[name] === undefined && this.used(uuid, name) > 0)
        throw new InventoryInUse(`Inventory for '${name}' on resource provider '${uuid}' in use.`);
    Object.assign(provider, { inventories, generation: provider.generation + 1 });
  }

  async traitsOf(uuid: string): Promise<readonly string[]> {
    await this.#answer();
    return this.#get(uuid).traits;
  }

  async setTraits(uuid: string, traits: readonly string[]): Promise<void> {
    await this.#answer();
    const provider = this.#get(uuid);
    Object.assign(provider, { traits, generation: provider.generation + 1 });
  }

  async aggregatesOf(uuid: string): Promise<readonly string[]> {
    await this.#answer();
    return this.#get(uuid).aggregates;
  }

  async setAggregates(uuid: string, aggregates: readonly string[]): Promise<void> {
    await this.#answer();
    const provider = this.#get(uuid);
    Object.assign(provider, { aggregates, generation: provider.generation + 1 });
  }

  async addHostToAggregate(aggregateUuid: string, host: string): Promise<void> {
    const { uuid } = await this.getProviderByName(host);
    await this.setAggregates(uuid, [...new Set([...this.#get(uuid).aggregates, aggregateUuid])]);
  }

  async removeHostFromAggregate(aggregateUuid: string, host: string): Promise<void> {
    const { uuid } = await this.getProviderByName(host);
    await this.setAggregates(
      uuid,
      this.#get(uuid).aggregates.filter((one) => one !== aggregateUuid),
    );
  }

  async allocationCandidates(query: string): Promise<Candidates | undefined> {
    this.queries.push(query);
    await tick();
    if (this.isDown) return undefined;
    const asked = askedFor(query);
    const fitting = [...this.providers.values()].filter(
      (provider) => asked.accepts(provider) && this.#hasRoom(provider, asked.resources),
    );
    const chosen = fitting.slice(0, asked.limit);
    return {
      version: '1.36',
      allocationRequests: chosen.map(({ uuid }) => ({
        allocations: { [uuid]: { resources: asked.resources } },
        mappings: Object.fromEntries(asked.suffixes.map((suffix) => [suffix, [uuid]])),
      })),
      providerSummaries: Object.fromEntries(chosen.map((provider) => [provider.uuid, this.#summary(provider)])),
    };
  }

  async claim(claim: Claim): Promise<boolean> {
    await tick();
    this.beforeClaim(claim);
    if (this.isDown) return false;
    const { consumer, request, projectId, userId } = claim;
    const current = this.consumers.get(consumer);
    const isMove = current !== undefined && Object.keys(current.allocations).length > 0;
    const allocations = isMove
      ? doubledAllocations(current.allocations, request.allocations)
      : doubledAllocations(request.allocations, {});
    return this.#write(consumer, allocations, projectId, userId);
  }

  async allocationsOf(consumer: string): Promise<ConsumerAllocations> {
    await this.#answer();
    const held = this.consumers.get(consumer);
    if (held === undefined) return { allocations: {} };
    const { allocations, generation, projectId, userId } = held;
    return { allocations, consumer_generation: generation, project_id: projectId, user_id: userId };
  }

  async allocationsOfProvider(uuid: string): Promise<Readonly<Record<string, { readonly resources: Resources }>>> {
    await this.#answer();
    return Object.fromEntries(
      [...this.consumers].flatMap(([consumer, { allocations }]) => {
        const own = allocations[uuid];
        return own === undefined ? [] : [[consumer, { resources: own.resources }]];
      }),
    );
  }

  async putAllocations(consumer: string, payload: AllocationsPayload): Promise<boolean> {
    await this.#answer();
    const generation = this.consumers.get(consumer)?.generation ?? null;
    if (payload.consumer_generation !== generation)
      throw new AllocationUpdateFailed(
        consumer,
        `consumer generation conflict - expected ${generation ?? 'null'} but got ${payload.consumer_generation ?? 'None'}`,
      );
    if (Object.keys(payload.allocations).length > 0)
      return this.#write(consumer, payload.allocations, payload.project_id, payload.user_id);
    this.consumers.delete(consumer);
    return true;
  }

  async moveAllocations(source: string, target: string): Promise<boolean> {
    await this.#answer();
    const held = this.consumers.get(source);
    if (held === undefined) return this.consumers.has(target);
    this.consumers.delete(source);
    this.consumers.set(target, { ...held, generation: 1 });
    return true;
  }

  async removeAllocations(consumer: string): Promise<boolean> {
    await this.#answer();
    return this.consumers.delete(consumer);
  }

  async usages(projectId: string, userId?: string): Promise<Resources> {
    await this.#answer();
    const own = [...this.consumers.values()].filter(
      (one) => one.projectId === projectId && (userId === undefined || one.userId === userId),
    );
    return sum(own.flatMap(({ allocations }) => Object.values(allocations).map(({ resources }) => resources)));
  }

  /** What of a class is given out. */
  used(uuid: string, resourceClass: string): number {
    return [...this.consumers.values()].reduce(
      (total, { allocations }) => total + (allocations[uuid]?.resources[resourceClass] ?? 0),
      0,
    );
  }

  /** All or nothing, at one moment: the room is looked at again. */
  #write(consumer: string, allocations: Allocations, projectId: string, userId: string): boolean {
    const before = this.consumers.get(consumer);
    this.consumers.delete(consumer);
    const fits = Object.entries(allocations).every(([uuid, { resources }]) => {
      const provider = this.providers.get(uuid);
      return provider !== undefined && this.#hasRoom(provider, resources);
    });
    if (!fits) {
      if (before !== undefined) this.consumers.set(consumer, before);
      return false;
    }
    this.consumers.set(consumer, { allocations, projectId, userId, generation: (before?.generation ?? 0) + 1 });
    return true;
  }

  #hasRoom({ uuid, inventories }: KeptProvider, resources: Resources): boolean {
    return Object.entries(resources).every(([name, amount]) => {
      const own = inventories[name];
      if (own === undefined || amount > (own.max_unit ?? Infinity) || amount < (own.min_unit ?? 1)) return false;
      if (amount % (own.step_size ?? 1) !== 0) return false;
      return this.used(uuid, name) + amount <= (own.total - (own.reserved ?? 0)) * (own.allocation_ratio ?? 1);
    });
  }

  #summary({ uuid, inventories, traits }: KeptProvider): ProviderSummary {
    const resources = Object.entries(inventories).map(([name, one]) => {
      const capacity = Math.floor((one.total - (one.reserved ?? 0)) * (one.allocation_ratio ?? 1));
      return [name, { capacity, used: this.used(uuid, name) }] as const;
    });
    return {
      resources: Object.fromEntries(resources),
      traits,
      parent_provider_uuid: null,
      root_provider_uuid: uuid,
    };
  }

  #get(uuid: string): KeptProvider {
    const found = this.providers.get(uuid);
    if (found === undefined) throw new ResourceProviderUpdateFailed(`/resource_providers/${uuid}`, 'not found');
    return found;
  }

  async #answer(): Promise<void> {
    await tick();
    if (this.isDown) throw new PlacementAPIConnectFailure();
  }
}
