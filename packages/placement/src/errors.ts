// SPDX-License-Identifier: Apache-2.0
// What the domain refuses, in upstream's words (placement 8.0, exception.py). None of it knows of HTTP.

/** The base of the domain's errors. */
export class PlacementError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

export class NotFound extends PlacementError {}

export class ResourceProviderNotFound extends NotFound {
  constructor(uuid: string) {
    super(`No resource provider with uuid ${uuid} found`);
  }
}

/** An allocation names a provider that does not exist. */
export class AllocationProviderNotFound extends PlacementError {
  constructor(uuid: string) {
    super(`Allocation for resource provider '${uuid}' that does not exist.`);
  }
}

/** A reshape names a provider that does not exist. */
export class InventoriesProviderNotFound extends PlacementError {
  constructor(uuid: string) {
    super(`Resource provider ${uuid} in inventories not found: ${new ResourceProviderNotFound(uuid).message}`);
  }
}

export class ResourceClassNotFound extends NotFound {
  constructor(name: string) {
    super(`No such resource class ${name}.`);
  }
}

export class ResourceClassExists extends PlacementError {
  constructor(name: string) {
    super(`Resource class ${name} already exists.`);
  }
}

export class ResourceClassInUse extends PlacementError {
  constructor(name: string) {
    super(`Cannot delete resource class ${name}. Class is in use in inventory.`);
  }
}

export class ResourceClassIsStandard extends PlacementError {
  constructor(change: 'delete' | 'update', name: string) {
    super(`Cannot ${change} standard resource class ${name}.`);
  }
}

export class TraitNotFound extends NotFound {
  constructor(name: string) {
    super(`No such trait(s): ${name}.`);
  }
}

export class TraitExists extends PlacementError {
  constructor(name: string) {
    super(`The Trait ${name} already exists`);
  }
}

export class TraitInUse extends PlacementError {
  constructor(name: string) {
    super(`The trait ${name} is in use by a resource provider.`);
  }
}

export class TraitIsStandard extends PlacementError {
  constructor(name: string) {
    super(`Cannot delete standard trait ${name}.`);
  }
}

/** What a provider is to become makes no sense: upstream's ObjectActionError. */
export class ProviderActionError extends PlacementError {
  constructor(action: 'create' | 'update', reason: string) {
    super(`Object action ${action} failed because: ${reason}`);
  }
}

export class ResourceProviderExists extends PlacementError {
  constructor(duplicates: readonly string[]) {
    super(`Conflicting resource provider ${duplicates.join(', ')} already exists.`);
  }
}

export class ResourceProviderInUse extends PlacementError {
  constructor() {
    super('Resource provider has allocations.');
  }
}

export class CannotDeleteParentResourceProvider extends PlacementError {
  constructor() {
    super('Cannot delete resource provider that is a parent of another. Delete child providers first.');
  }
}

/** Somebody else changed what a change was based on. */
export class ConcurrentUpdateDetected extends PlacementError {
  constructor(message = 'Another thread concurrently updated the data. Please retry your update') {
    super(message);
  }
}

export class ResourceProviderConcurrentUpdateDetected extends ConcurrentUpdateDetected {
  constructor() {
    super('Another thread concurrently updated the resource provider data. Please retry your update');
  }
}

/** The generation that a client based a reshape on is not the provider's. */
export class ReshapeGenerationConflict extends PlacementError {
  constructor(uuid: string, actual: number, given: number) {
    super(`resource provider generation conflict for provider ${uuid}: actual: ${actual}, given: ${given}`);
  }
}

/** The generation that a client gave is not the consumer's; null is that of one which does not exist. */
export class ConsumerGenerationConflict extends PlacementError {
  constructor(expected: number | null, got: number | null) {
    super(`consumer generation conflict - expected ${expected ?? 'null'} but got ${got ?? 'None'}`);
  }
}

/** An inventory that does not exist, or cannot be as it was given. */
export class InvalidInventory extends PlacementError {
  constructor(
    resourceClasses: string,
    provider: string,
    message = `Inventory for '${resourceClasses}' on resource provider '${provider}' invalid.`,
  ) {
    super(message);
  }
}

export class InvalidAllocationCapacityExceeded extends InvalidInventory {
  constructor(resourceClass: string, provider: string) {
    super(
      resourceClass,
      provider,
      `Unable to create allocation for '${resourceClass}' on resource provider '${provider}'. ` +
        'The requested amount would exceed the capacity.',
    );
  }
}

export class InvalidAllocationConstraintsViolated extends InvalidInventory {
  constructor(resourceClass: string, provider: string) {
    super(
      resourceClass,
      provider,
      `Unable to create allocation for '${resourceClass}' on resource provider '${provider}'. ` +
        'The requested amount would violate inventory constraints.',
    );
  }
}

export class InvalidInventoryCapacity extends InvalidInventory {
  /** @param bound - what the reserved value may not be. */
  constructor(resourceClass: string, provider: string, bound: 'greater than' | 'greater than or equal to') {
    super(
      resourceClass,
      provider,
      `Invalid inventory for '${resourceClass}' on resource provider '${provider}'. ` +
        `The reserved value is ${bound} total.`,
    );
  }
}

export class InventoryInUse extends InvalidInventory {
  constructor(resourceClasses: string, provider: string) {
    super(resourceClasses, provider, `Inventory for '${resourceClasses}' on resource provider '${provider}' in use.`);
  }
}

export class InventoryExists extends PlacementError {
  constructor(resourceClass: string, provider: string) {
    super(`Inventory for '${resourceClass}' on resource provider '${provider}' already exists.`);
  }
}

export class InventoryWithResourceClassNotFound extends NotFound {
  constructor(resourceClass: string) {
    super(`No inventory of class ${resourceClass} found.`);
  }
}

/** No inventory of that class to delete. */
export class InventoryToDeleteNotFound extends NotFound {
  constructor(resourceClass: string) {
    super(`No inventory of class ${resourceClass} found for delete`);
  }
}

export class NoAllocations extends NotFound {
  constructor(consumer: string) {
    super(`No allocations for consumer '${consumer}'`);
  }
}
