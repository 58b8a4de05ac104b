// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../database.js';
import { AllocationProviderNotFound, ConsumerGenerationConflict } from '../errors.js';
import type { Consumer } from '../consumers/consumer.js';
import type { ConsumerOwners, ConsumerRepository } from '../consumers/consumer-repository.js';
import type { InventoryRepository } from '../inventories/inventory-repository.js';
import type { SeenProvider } from '../providers/provider.js';
import type { ProviderRepository } from '../providers/provider-repository.js';
import type { ResourceClasses } from '../resource-classes/resource-classes.js';
import type { AllocationRepository, AllocationRow } from './allocation-repository.js';
import type { AllocationRequest } from './allocation-request.js';
import { checkCapacity, type Claim } from './check-capacity.js';

export interface AllocationWriterInit {
  readonly allocations: AllocationRepository;
  readonly consumers: ConsumerRepository;
  readonly inventories: InventoryRepository;
  readonly providers: ProviderRepository;
  readonly resourceClasses: ResourceClasses;
  /** Who is said to have what a client of before 1.8 claims. */
  readonly incompleteConsumer: { readonly project: string; readonly user: string };
}

/** A request with the rows that it names. */
export interface PreparedRequest extends AllocationRequest {
  readonly owners: ConsumerOwners;
}

interface OwnedClaim extends Claim {
  readonly consumer: string;
}

/** Writes what consumers have, all of it or nothing. */
export class AllocationWriter {
  readonly #init: AllocationWriterInit;

  constructor(init: AllocationWriterInit) {
    this.#init = init;
  }

  /** Adds projects, users and types that nobody has named yet. Before any transaction; what it adds may stay. */
  async prepare(requests: readonly AllocationRequest[]): Promise<readonly PreparedRequest[]> {
    const { consumers, incompleteConsumer } = this.#init;
    const told = requests.map((request) => ({
      request,
      project: request.project ?? incompleteConsumer.project,
      user: (request.project === undefined ? undefined : request.user) ?? incompleteConsumer.user,
    }));
    const projects = await consumers.projectIds(told.map(({ project }) => project));
    const users = await consumers.userIds(told.map(({ user }) => user));
    const types = await consumers.typeIds(requests.flatMap(({ type }) => type ?? []));
    return told.map(({ request, project, user }) => ({
      ...request,
      owners: {
        projectId: idOf(projects, project),
        userId: idOf(users, user),
        consumerTypeId: request.type === undefined ? null : idOf(types, request.type),
      },
    }));
  }

  /**
   * Gives each consumer what its request says in place of what it has, within the caller's transaction: generations of
   * providers and consumers go one further, and consumers that have nothing any more are gone.
   * @throws ConsumerGenerationConflict, AllocationProviderNotFound, ResourceClassNotFound, InvalidInventory and its kin;
   *   ConcurrentUpdateDetected where somebody was faster, and then all of it may be tried again.
   */
  async write(tx: Client, requests: readonly PreparedRequest[]): Promise<void> {
    const { allocations, consumers, providers } = this.#init;
    const uuids = requests.map(({ consumer }) => consumer);
    const known = new Map((await consumers.findAll(tx, uuids)).map((one) => [one.uuid, one]));
    for (const request of requests) checkGeneration(request, known.get(request.consumer));
    const before = await allocations.ofConsumers(uuids, tx);
    const involved = await this.#providers(tx, requests, before);
    const claims = await this.#claims(tx, requests, before, involved);
    if (claims.length > 0) await this.#checkCapacity(tx, claims, uuids);
    const touched = new Set(claims.map(({ providerId }) => providerId));
    for (const provider of involved.values()) if (touched.has(provider.id)) await providers.bump(tx, provider);
    const having = new Set(claims.filter(({ amount }) => amount > 0).map(({ consumer }) => consumer));
    for (const { consumer: uuid, owners } of requests) {
      const consumer = known.get(uuid);
      if (having.has(uuid)) await this.#keep(tx, uuid, consumer, owners);
      else if (consumer !== undefined) await consumers.delete(tx, consumer);
    }
    await allocations.delete(
      tx,
      before.map(({ id }) => id),
    );
    await allocations.create(
      tx,
      claims
        .filter(({ amount }) => amount > 0)
        .map(({ consumer, providerId, classId, amount }) => ({
          resourceProviderId: providerId,
          consumerId: consumer,
          resourceClassId: classId,
          used: amount,
        })),
    );
  }

  async #keep(tx: Client, uuid: string, consumer: Consumer | undefined, owners: ConsumerOwners): Promise<void> {
    const { consumers } = this.#init;
    if (consumer === undefined) return consumers.create(tx, uuid, owners);
    const consumerTypeId = owners.consumerTypeId ?? consumer.consumerTypeId;
    return consumers.update(tx, consumer, { ...owners, consumerTypeId });
  }

  /** The providers that requests name, and those of consumers from whom all is taken, by id. */
  async #providers(
    tx: Client,
    requests: readonly PreparedRequest[],
    before: readonly AllocationRow[],
  ): Promise<ReadonlyMap<number, SeenProvider>> {
    const { providers } = this.#init;
    const named = new Set(requests.flatMap(({ allocations }) => [...allocations.keys()]));
    const found = named.size === 0 ? [] : await providers.findAll([...named], tx);
    const uuids = new Set(found.map(({ uuid }) => uuid));
    const missing = [...named].find((uuid) => !uuids.has(uuid));
    if (missing !== undefined) throw new AllocationProviderNotFound(missing);
    const emptied = emptiedOf(requests);
    const ids = new Set(
      before.filter(({ consumerId }) => emptied.has(consumerId)).map(({ resourceProviderId: id }) => id),
    );
    for (const { id } of found) ids.delete(id);
    const others = ids.size === 0 ? [] : await providers.findByIds([...ids], tx);
    // Always in the order of their ids, so that two transactions do not wait for each other.
    return new Map([...found, ...others].sort((a, b) => a.id - b.id).map((provider) => [provider.id, provider]));
  }

  async #claims(
    tx: Client,
    requests: readonly PreparedRequest[],
    before: readonly AllocationRow[],
    providers: ReadonlyMap<number, SeenProvider>,
  ): Promise<readonly OwnedClaim[]> {
    const { resourceClasses } = this.#init;
    const byUuid = new Map([...providers.values()].map((provider) => [provider.uuid, provider]));
    const named = requests.flatMap(({ consumer, allocations }) =>
      [...allocations].flatMap(([uuid, amounts]) =>
        [...amounts].map(([className, amount]) => ({ consumer, provider: byUuid.get(uuid), className, amount })),
      ),
    );
    const ids = await resourceClasses.ids(new Set(named.map(({ className }) => className)), tx);
    const emptied = emptiedOf(requests);
    const gone = before.filter(({ consumerId }) => emptied.has(consumerId));
    const names = await resourceClasses.names(
      gone.map(({ resourceClassId }) => resourceClassId),
      tx,
    );
    return [
      ...named.flatMap(({ consumer, provider, className, amount }) =>
        provider === undefined
          ? []
          : [
              {
                consumer,
                providerId: provider.id,
                providerUuid: provider.uuid,
                classId: idOf(ids, className),
                className,
                amount,
              },
            ],
      ),
      ...gone.map(({ consumerId, resourceProviderId: providerId, resourceClassId: classId }) => ({
        consumer: consumerId,
        providerId,
        providerUuid: providers.get(providerId)?.uuid ?? '',
        classId,
        className: names.get(classId) ?? String(classId),
        amount: 0,
      })),
    ];
  }

  async #checkCapacity(tx: Client, claims: readonly Claim[], consumers: readonly string[]): Promise<void> {
    const { allocations, inventories } = this.#init;
    const providerIds = [...new Set(claims.map(({ providerId }) => providerId))];
    const classIds = [...new Set(claims.map(({ classId }) => classId))];
    checkCapacity(
      claims,
      await inventories.ofProviders(tx, providerIds, classIds),
      await allocations.usedByOthers(tx, { providerIds, classIds, consumers }),
    );
  }
}

function checkGeneration({ generation }: AllocationRequest, consumer: Consumer | undefined): void {
  if (generation === undefined) return;
  const actual = consumer?.generation ?? null;
  if (actual !== generation) throw new ConsumerGenerationConflict(actual, generation);
}

function emptiedOf(requests: readonly AllocationRequest[]): ReadonlySet<string> {
  return new Set(requests.filter(({ allocations }) => allocations.size === 0).map(({ consumer }) => consumer));
}

/** An id that was asked for or added just before. */
function idOf(ids: ReadonlyMap<string, number>, name: string): number {
  const id = ids.get(name);
  if (id === undefined) throw new TypeError(`${name} has no id`);
  return id;
}
