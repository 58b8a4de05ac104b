// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { ListAggregates } from './aggregates/list-aggregates.js';
import { SetAggregates } from './aggregates/set-aggregates.js';
import { ListCandidates } from './allocation-candidates/list-candidates.js';
import { DeleteConsumerAllocations } from './allocations/delete-consumer-allocations.js';
import { ListConsumerAllocations } from './allocations/list-consumer-allocations.js';
import { ListProviderAllocations } from './allocations/list-provider-allocations.js';
import { SetAllocations } from './allocations/set-allocations.js';
import { SetConsumerAllocations } from './allocations/set-consumer-allocations.js';
import { CreateInventory } from './inventories/create-inventory.js';
import { DeleteInventories } from './inventories/delete-inventories.js';
import { DeleteInventory } from './inventories/delete-inventory.js';
import { GetInventory } from './inventories/get-inventory.js';
import { ListInventories } from './inventories/list-inventories.js';
import { SetInventories } from './inventories/set-inventories.js';
import { UpdateInventory } from './inventories/update-inventory.js';
import { Reshape } from './reshaper/reshape.js';
import { CreateResourceClass } from './resource-classes/create-resource-class.js';
import { DeleteResourceClass } from './resource-classes/delete-resource-class.js';
import { GetResourceClass } from './resource-classes/get-resource-class.js';
import { ListResourceClasses } from './resource-classes/list-resource-classes.js';
import { PutResourceClass } from './resource-classes/put-resource-class.js';
import { RenameResourceClass } from './resource-classes/rename-resource-class.js';
import { CreateProvider } from './resource-providers/create-provider.js';
import { DeleteProvider } from './resource-providers/delete-provider.js';
import { GetProvider } from './resource-providers/get-provider.js';
import { ListProviders } from './resource-providers/list-providers.js';
import { UpdateProvider } from './resource-providers/update-provider.js';
import { GetRoot } from './root/get-root.js';
import { DeleteProviderTraits } from './traits/delete-provider-traits.js';
import { DeleteTrait } from './traits/delete-trait.js';
import { GetTrait } from './traits/get-trait.js';
import { ListProviderTraits } from './traits/list-provider-traits.js';
import { ListTraits } from './traits/list-traits.js';
import { PutTrait } from './traits/put-trait.js';
import { SetProviderTraits } from './traits/set-provider-traits.js';
import { GetProviderUsages } from './usages/get-provider-usages.js';
import { GetUsages } from './usages/get-usages.js';

/** The operations of the Placement API. */
export const operations: readonly Type[] = [
  GetRoot,
  ListResourceClasses,
  CreateResourceClass,
  GetResourceClass,
  RenameResourceClass,
  PutResourceClass,
  DeleteResourceClass,
  ListProviders,
  CreateProvider,
  GetProvider,
  UpdateProvider,
  DeleteProvider,
  ListInventories,
  CreateInventory,
  SetInventories,
  DeleteInventories,
  GetInventory,
  UpdateInventory,
  DeleteInventory,
  GetProviderUsages,
  ListAggregates,
  SetAggregates,
  ListProviderAllocations,
  SetAllocations,
  ListConsumerAllocations,
  SetConsumerAllocations,
  DeleteConsumerAllocations,
  ListCandidates,
  ListTraits,
  GetTrait,
  PutTrait,
  DeleteTrait,
  ListProviderTraits,
  SetProviderTraits,
  DeleteProviderTraits,
  GetUsages,
  Reshape,
];
