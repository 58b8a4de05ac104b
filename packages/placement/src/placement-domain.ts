// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { AggregateRepository } from './aggregates/aggregate-repository.js';
import { Aggregates } from './aggregates/aggregates.js';
import { AllocationRepository } from './allocations/allocation-repository.js';
import { AllocationWriter } from './allocations/allocation-writer.js';
import { Allocations } from './allocations/allocations.js';
import { Reshaper } from './allocations/reshaper.js';
import { CandidateSearch } from './candidates/candidate-search.js';
import { SearchRepository } from './candidates/search-repository.js';
import { ConsumerRepository } from './consumers/consumer-repository.js';
import type { PlacementDatabase } from './database.js';
import { Inventories } from './inventories/inventories.js';
import { InventoryRepository } from './inventories/inventory-repository.js';
import { placementOptions } from './options/index.js';
import { ProviderRepository } from './providers/provider-repository.js';
import { ProviderSearch } from './providers/provider-search.js';
import { Providers } from './providers/providers.js';
import { ResourceClassRepository } from './resource-classes/resource-class-repository.js';
import { ResourceClasses } from './resource-classes/resource-classes.js';
import { TraitRepository } from './traits/trait-repository.js';
import { Traits } from './traits/traits.js';
import { UsageRepository } from './usages/usage-repository.js';
import { Usages } from './usages/usages.js';

export interface PlacementDomainInit {
  readonly database: PlacementDatabase;
  readonly configuration: Configuration;
  readonly logger: Logger;
}

/** The parts of the domain that operations call. */
export interface PlacementDomain {
  readonly resourceClasses: ResourceClasses;
  readonly traits: Traits;
  readonly providers: Providers;
  readonly providerSearch: ProviderSearch;
  readonly inventories: Inventories;
  readonly aggregates: Aggregates;
  readonly usages: Usages;
  readonly allocations: Allocations;
  readonly reshaper: Reshaper;
  readonly candidateSearch: CandidateSearch;
}

/** Puts the domain together over a database, to which it adds the standard resource classes and traits that are missing. */
export async function createPlacementDomain(init: PlacementDomainInit): Promise<PlacementDomain> {
  const { database, configuration, logger } = init;
  const options = configuration.get(placementOptions);
  const resourceClasses = await ResourceClasses.open(new ResourceClassRepository(database));
  const traits = await Traits.open(new TraitRepository(database));
  const providers = new ProviderRepository(database);
  const inventoryRows = new InventoryRepository(database);
  const consumers = new ConsumerRepository(database);
  const allocationRows = new AllocationRepository(database);
  const search = new SearchRepository(database);
  const inventories = new Inventories({
    database,
    rows: inventoryRows,
    providers,
    resourceClasses,
    logger: logger.named('placement.objects.resource_provider'),
  });
  const writer = new AllocationWriter({
    allocations: allocationRows,
    consumers,
    inventories: inventoryRows,
    providers,
    resourceClasses,
    incompleteConsumer: {
      project: options.incomplete_consumer_project_id,
      user: options.incomplete_consumer_user_id,
    },
  });
  const allocations = new Allocations({
    database,
    rows: allocationRows,
    consumers,
    providers,
    resourceClasses,
    writer,
    retries: () => configuration.get(placementOptions).allocation_conflict_retry_count,
    logger: logger.named('placement.objects.allocation'),
  });
  return {
    resourceClasses,
    traits,
    providers: new Providers(database, providers),
    providerSearch: new ProviderSearch({ rows: providers, search, resourceClasses, traits }),
    inventories,
    aggregates: new Aggregates(database, new AggregateRepository(), providers),
    usages: new Usages({ database, rows: new UsageRepository(database), inventories: inventoryRows, resourceClasses }),
    allocations,
    reshaper: new Reshaper({ allocations, writer, inventories, inventoryRows, providers, resourceClasses }),
    candidateSearch: new CandidateSearch({
      rows: search,
      resourceClasses,
      traits,
      randomize: () => configuration.get(placementOptions).randomize_allocation_candidates,
    }),
  };
}
