// SPDX-License-Identifier: Apache-2.0
import { Invalid, NotFound, NovaError } from './base.js';

/** Placement could not be asked. */
export class PlacementAPIConnectFailure extends NovaError {
  constructor(options?: ErrorOptions) {
    super('Unable to communicate with the Placement API.', options);
  }
}

/** Somebody else changed what was to be changed. */
export class PlacementAPIConflict extends NovaError {}

/** The provider has another generation than the one that the change was made for. */
export class ResourceProviderUpdateConflict extends PlacementAPIConflict {
  constructor(uuid: string, generation: number, error: string) {
    super(
      `A conflict was encountered attempting to update resource provider ${uuid} (generation ${generation}): ${error}`,
    );
  }
}

export class ResourceProviderInUse extends NovaError {
  constructor() {
    super('Resource provider has allocations.');
  }
}

export class ResourceProviderRetrievalFailed extends NovaError {
  constructor(uuid: string) {
    super(`Failed to get resource provider with UUID ${uuid}`);
  }
}

export class ResourceProviderAggregateRetrievalFailed extends NovaError {
  constructor(uuid: string) {
    super(`Failed to get aggregates for resource provider with UUID ${uuid}`);
  }
}

export class ResourceProviderTraitRetrievalFailed extends NovaError {
  constructor(uuid: string) {
    super(`Failed to get traits for resource provider with UUID ${uuid}`);
  }
}

export class ResourceProviderCreationFailed extends NovaError {
  constructor(name: string) {
    super(`Failed to create resource provider ${name}`);
  }
}

export class ResourceProviderDeletionFailed extends NovaError {
  constructor(uuid: string) {
    super(`Failed to delete resource provider ${uuid}`);
  }
}

export class ResourceProviderUpdateFailed extends NovaError {
  constructor(url: string, error: string) {
    super(`Failed to update resource provider via URL ${url}: ${error}`);
  }
}

export class ResourceProviderNotFound extends NotFound {
  constructor(nameOrUuid: string) {
    super(`No such resource provider ${nameOrUuid}.`);
  }
}

export class InvalidResourceClass extends Invalid {
  constructor(resourceClass: string) {
    super(`Resource class '${resourceClass}' invalid.`);
  }
}

/** What is to go from an inventory is given out. Upstream's text is placement's own. */
export class InventoryInUse extends Invalid {}

export class TraitRetrievalFailed extends NovaError {
  constructor(error: string) {
    super(`Failed to retrieve traits from the placement API: ${error}`);
  }
}

export class TraitCreationFailed extends NovaError {
  constructor(name: string, error: string) {
    super(`Failed to create trait ${name}: ${error}`);
  }
}

export class ConsumerAllocationRetrievalFailed extends NovaError {
  constructor(consumer: string, error: string) {
    super(`Failed to retrieve allocations for consumer ${consumer}: ${error}`);
  }
}

export class ResourceProviderAllocationRetrievalFailed extends NovaError {
  constructor(uuid: string, error: string) {
    super(`Failed to retrieve allocations for resource provider ${uuid}: ${error}`);
  }
}

export class AllocationUpdateFailed extends NovaError {
  constructor(consumer: string, error: string) {
    super(`Failed to update allocations for consumer ${consumer}. Error: ${error}`);
  }
}

export class AllocationMoveFailed extends NovaError {
  constructor(source: string, target: string, error: string) {
    super(`Failed to move allocations from consumer ${source} to consumer ${target}. Error: ${error}`);
  }
}

export class AllocationDeleteFailed extends NovaError {
  constructor(consumer: string, error: string) {
    super(`Failed to delete allocations for consumer ${consumer}. Error: ${error}`);
  }
}

export class UsagesRetrievalFailed extends NovaError {
  constructor(projectId: string, userId = 'N/A') {
    super(`Failed to retrieve usages for project '${projectId}' and user '${userId}'.`);
  }
}
