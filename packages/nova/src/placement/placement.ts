// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';

/** Amounts by resource class: `{ VCPU: 1, MEMORY_MB: 512 }`. */
export type Resources = Readonly<Record<string, number>>;

export interface Provider {
  readonly uuid: string;
  readonly name: string;
  readonly generation: number;
  readonly parent_provider_uuid?: string | null;
  readonly root_provider_uuid?: string;
}

/** What a provider has of a resource class; what is left out is placement's default. */
export interface Inventory {
  readonly total: number;
  readonly reserved?: number;
  readonly min_unit?: number;
  readonly max_unit?: number;
  readonly step_size?: number;
  readonly allocation_ratio?: number;
}

export type Inventories = Readonly<Record<string, Inventory>>;

/** Resources by provider. */
export type Allocations = Readonly<Record<string, { readonly resources: Resources; readonly generation?: number }>>;

/** A way to get what was asked for: what may be sent back to claim it. */
export interface AllocationRequest {
  readonly allocations: Allocations;
  /** Which providers serve a group of the request, by its suffix. */
  readonly mappings?: Readonly<Record<string, readonly string[]>>;
  /** Of a consumer that is known to be there. */
  readonly consumer_generation?: number | null;
}

/** What is known of a provider of a candidate. */
export interface ProviderSummary {
  readonly resources?: Readonly<Record<string, { readonly capacity: number; readonly used: number }>>;
  readonly traits?: readonly string[];
  readonly parent_provider_uuid?: string | null;
  readonly root_provider_uuid?: string;
}

export interface Candidates {
  readonly allocationRequests: readonly AllocationRequest[];
  readonly providerSummaries: Readonly<Record<string, ProviderSummary>>;
  /** In which the question was asked, and in which it is to be claimed. */
  readonly version: string;
}

/** What a consumer, an instance or a migration, has. */
export interface ConsumerAllocations {
  readonly allocations: Allocations;
  /** Undefined where it has nothing. */
  readonly consumer_generation?: number;
  readonly project_id?: string;
  readonly user_id?: string;
}

/** What a consumer is to have; `consumer_generation` is null for one that has nothing yet. */
export interface AllocationsPayload {
  readonly allocations: Allocations;
  readonly project_id: string;
  readonly user_id: string;
  readonly consumer_generation: number | null;
}

export interface Claim {
  readonly consumer: string;
  readonly request: AllocationRequest;
  readonly projectId: string;
  readonly userId: string;
  /** Of the candidates. */
  readonly version: string;
}

/**
 * The placement service as nova asks it, in its own name (nova 26, scheduler/client/report.py). All methods but `claim`
 * and `allocationCandidates` reject with `PlacementAPIConnectFailure` where it does not answer.
 */
export interface Placement {
  /** The same on behalf of a request: its id goes along. */
  inRequest(context: RequestContext): Placement;

  /** Undefined where there is none. Throws `ResourceProviderRetrievalFailed`. */
  findProvider(uuid: string): Promise<Provider | undefined>;
  /** Throws `ResourceProviderNotFound`. */
  getProviderByName(name: string): Promise<Provider>;
  /** The provider and those below it, parents first; none where it is not there. */
  providersInTree(uuid: string): Promise<readonly Provider[]>;
  /** Makes the provider where there is none. Throws `ResourceProviderCreationFailed`, where its name is another's too. */
  ensureProvider(uuid: string, name: string, parentUuid?: string): Promise<Provider>;
  /** Deletes the provider and those below it; one that is gone is well. Throws `ResourceProviderInUse`, `ResourceProviderDeletionFailed`. */
  deleteProvider(uuid: string): Promise<void>;

  inventoriesOf(uuid: string): Promise<Inventories>;
  /**
   * Makes the inventory what it is to be, custom classes too; nothing is written where it is so already.
   * Throws `InventoryInUse`, `InvalidResourceClass`, `ResourceProviderUpdateConflict`, `ResourceProviderUpdateFailed`.
   */
  setInventory(uuid: string, inventories: Inventories): Promise<void>;
  traitsOf(uuid: string): Promise<readonly string[]>;
  /** Custom ones are made. Throws `TraitCreationFailed`, `ResourceProviderUpdateConflict`, `ResourceProviderUpdateFailed`. */
  setTraits(uuid: string, traits: readonly string[]): Promise<void>;
  aggregatesOf(uuid: string): Promise<readonly string[]>;
  /** Throws `ResourceProviderUpdateConflict`, `ResourceProviderUpdateFailed`. */
  setAggregates(uuid: string, aggregates: readonly string[]): Promise<void>;
  /** Adds the provider of a host to an aggregate, tried again where somebody else changed it. Throws `ResourceProviderNotFound` too. */
  addHostToAggregate(aggregateUuid: string, host: string): Promise<void>;
  removeHostFromAggregate(aggregateUuid: string, host: string): Promise<void>;

  /** @param query - of `ResourceRequest.toQueryString`. Undefined where placement does not say. */
  allocationCandidates(query: string): Promise<Candidates | undefined>;
  /**
   * Gives a consumer what a candidate says, beside what it has on other providers: a move holds both.
   * @returns false where there is no room any more, or placement does not answer
   * Throws `AllocationUpdateFailed` where the consumer was changed by somebody else.
   */
  claim(claim: Claim): Promise<boolean>;
  /** Throws `ConsumerAllocationRetrievalFailed`. */
  allocationsOf(consumer: string): Promise<ConsumerAllocations>;
  /** What consumers have of a provider. Throws `ResourceProviderAllocationRetrievalFailed`. */
  allocationsOfProvider(uuid: string): Promise<Readonly<Record<string, { readonly resources: Resources }>>>;
  /** @returns false where there is no room. Throws `AllocationUpdateFailed` where the consumer has another generation. */
  putAllocations(consumer: string, payload: AllocationsPayload): Promise<boolean>;
  /** All that one consumer has is another's then; done already is well. Throws `AllocationMoveFailed`. */
  moveAllocations(source: string, target: string): Promise<boolean>;
  /** @returns whether there were any. Throws `AllocationDeleteFailed`. */
  removeAllocations(consumer: string): Promise<boolean>;
  /** Amounts that a project, or a user in it, has. Throws `UsagesRetrievalFailed`. */
  usages(projectId: string, userId?: string): Promise<Resources>;
}

/** What a move holds: what the consumer has, and what it gets on other providers (report.py, _move_operation_alloc_request). */
export function doubledAllocations(current: Allocations, next: Allocations): Allocations {
  const resourcesOf = (all: Allocations): Allocations =>
    Object.fromEntries(Object.entries(all).map(([uuid, { resources }]) => [uuid, { resources }]));
  return { ...resourcesOf(next), ...resourcesOf(current) };
}
