// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { isUniqueViolation, isWriteConflict } from '@stackport/database';
import type { Client, PlacementDatabase } from '../database.js';
import { ConcurrentUpdateDetected, NoAllocations, ResourceProviderConcurrentUpdateDetected } from '../errors.js';
import type { ConsumerDetails } from '../consumers/consumer.js';
import type { ConsumerRepository } from '../consumers/consumer-repository.js';
import type { SeenProvider } from '../providers/provider.js';
import type { ProviderRepository } from '../providers/provider-repository.js';
import type { ResourceClasses } from '../resource-classes/resource-classes.js';
import type { AllocationRepository } from './allocation-repository.js';
import type { AllocationRequest } from './allocation-request.js';
import type { AllocationWriter } from './allocation-writer.js';
import { KeyedQueue } from './keyed-queue.js';

export interface AllocationsInit {
  readonly database: PlacementDatabase;
  readonly rows: AllocationRepository;
  readonly consumers: ConsumerRepository;
  readonly providers: ProviderRepository;
  readonly resourceClasses: ResourceClasses;
  readonly writer: AllocationWriter;
  /** `allocation_conflict_retry_count`, asked for at each change. */
  readonly retries: () => number;
  readonly logger: Logger;
}

/** What a consumer has from one provider, or a provider's consumer. */
export interface AllocationEntry {
  readonly resources: Readonly<Record<string, number>>;
  readonly createdAt: Date | null;
}

export interface ConsumerAllocations {
  /** Undefined where the consumer has nothing. */
  readonly consumer: ConsumerDetails | undefined;
  readonly entries: readonly (AllocationEntry & { readonly provider: SeenProvider })[];
}

export interface ProviderAllocations {
  readonly entries: readonly (AllocationEntry & { readonly consumer: ConsumerDetails })[];
}

/** Who uses what. */
export class Allocations {
  readonly #init: AllocationsInit;
  readonly #queue = new KeyedQueue();

  constructor(init: AllocationsInit) {
    this.#init = init;
  }

  async ofConsumer(uuid: string): Promise<ConsumerAllocations> {
    const { rows, consumers, providers } = this.#init;
    const found = await rows.ofConsumers([uuid]);
    const [first] = found;
    const consumer = first && (await consumers.details([first.consumerId])).get(first.consumerId);
    // Without its consumer an allocation is one that upstream's migrations have not completed.
    if (consumer === undefined) return { consumer, entries: [] };
    const grouped = await this.#group(found, ({ resourceProviderId }) => resourceProviderId);
    const owners = await providers.findByIds([...grouped.keys()], this.#init.database.client);
    return {
      consumer,
      entries: owners.flatMap((provider) => {
        const entry = grouped.get(provider.id);
        return entry === undefined ? [] : [{ provider, ...entry }];
      }),
    };
  }

  async ofProvider(provider: SeenProvider): Promise<ProviderAllocations> {
    const grouped = await this.#group(await this.#init.rows.ofProvider(provider.id), ({ consumerId }) => consumerId);
    const consumers = await this.#init.consumers.details([...grouped.keys()]);
    return {
      entries: [...grouped].flatMap(([uuid, entry]) => {
        const consumer = consumers.get(uuid);
        return consumer === undefined ? [] : [{ consumer, ...entry }];
      }),
    };
  }

  /**
   * Gives consumers what the requests say in place of what they have: all of it or nothing, and never more than there is
   * room for. While others change the same providers it is tried again. Throws as `AllocationWriter.write`.
   */
  async replace(requests: readonly AllocationRequest[]): Promise<void> {
    const prepared = await this.#init.writer.prepare(requests);
    await this.change(requests, (tx) => this.#init.writer.write(tx, prepared));
  }

  /** Runs a change of what these requests are about in a transaction; where somebody else was faster, again. */
  change(requests: readonly AllocationRequest[], action: (tx: Client) => Promise<void>): Promise<void> {
    const keys = requests.flatMap(({ consumer, allocations }) => [keyOfConsumer(consumer), ...allocations.keys()]);
    return this.#queue.run(keys, () => this.#attempt(action));
  }

  /** Takes all from a consumer. Throws NoAllocations. */
  async delete(consumer: string): Promise<void> {
    const { rows, consumers } = this.#init;
    await this.#queue.run([keyOfConsumer(consumer)], () =>
      this.#attempt(async (tx) => {
        const found = await rows.ofConsumers([consumer], tx);
        if (found.length === 0) throw new NoAllocations(consumer);
        for (const row of await consumers.findAll(tx, [consumer])) await consumers.delete(tx, row);
        await rows.delete(
          tx,
          found.map(({ id }) => id),
        );
      }),
    );
  }

  async #attempt(action: (tx: Client) => Promise<void>): Promise<void> {
    const { database, logger } = this.#init;
    const retries = this.#init.retries();
    for (let attempt = 0; attempt < retries; attempt += 1) {
      try {
        await database.transaction(action);
        return;
      } catch (error) {
        if (!isConflict(error)) throw error;
        logger.debug('Retrying allocations write on resource provider generation conflict');
      }
    }
    logger.warning(`Exceeded retry limit of ${retries} on allocations write`);
    throw new ResourceProviderConcurrentUpdateDetected();
  }

  async #group<K>(
    rows: Awaited<ReturnType<AllocationRepository['ofConsumers']>>,
    keyOf: (row: (typeof rows)[number]) => K,
  ): Promise<Map<K, AllocationEntry>> {
    const names = await this.#init.resourceClasses.names(rows.map(({ resourceClassId }) => resourceClassId));
    const grouped = new Map<K, { resources: Record<string, number>; createdAt: Date | null }>();
    for (const row of rows) {
      const key = keyOf(row);
      const entry = grouped.get(key) ?? { resources: {}, createdAt: null };
      grouped.set(key, entry);
      entry.resources[names.get(row.resourceClassId) ?? String(row.resourceClassId)] = row.used;
      if (row.createdAt !== null && (entry.createdAt === null || row.createdAt > entry.createdAt))
        entry.createdAt = row.createdAt;
    }
    return grouped;
  }
}

function keyOfConsumer(uuid: string): string {
  return `consumer ${uuid}`;
}

/** Somebody else changed the same rows, or made the same consumer. */
function isConflict(error: unknown): boolean {
  return error instanceof ConcurrentUpdateDetected || isUniqueViolation(error) || isWriteConflict(error);
}
