// SPDX-License-Identifier: Apache-2.0
import { FaultFilter, type FaultRow, SchemaViolation } from '@stackport/api';
import type { Logger } from '@stackport/config';
import { isUnavailable, isUnstorableText, isValueTooLong } from '@stackport/database';
import { InvalidScope, PolicyNotAuthorized } from '@stackport/policy';
import { HttpError } from '@stackport/wsgi';
import * as errors from '../errors.js';
import { Fault, faultCodes, type FaultCode, renderFault } from './fault.js';

/**
 * What each error of the domain and its rules is to a client; special classes stand before general ones. Some operations
 * put words before an error's own (`rephrased`): those come first.
 */
const FAULTS: readonly FaultRow[] = [
  [PolicyNotAuthorized, (error) => notAllowed((error as PolicyNotAuthorized).rule)],
  [InvalidScope, (error) => notAllowed((error as InvalidScope).rule)],
  [SchemaViolation, (error) => new Fault(400, `JSON does not validate: ${error.message}`)],
  [errors.AllocationProviderNotFound, row(400)],
  [errors.InventoriesProviderNotFound, row(400, faultCodes.providerNotFound)],
  [errors.ProviderActionError, row(400)],
  [errors.ResourceClassIsStandard, row(400)],
  [errors.TraitIsStandard, row(400)],
  [errors.InvalidInventoryCapacity, row(400)],
  [errors.ReshapeGenerationConflict, row(409, faultCodes.concurrentUpdate)],
  [errors.ConsumerGenerationConflict, row(409, faultCodes.concurrentUpdate)],
  [errors.ConcurrentUpdateDetected, row(409, faultCodes.concurrentUpdate)],
  [errors.InventoryExists, row(409, faultCodes.concurrentUpdate)],
  [errors.InventoryInUse, row(409, faultCodes.inventoryInUse)],
  [errors.InvalidInventory, row(409)],
  [errors.ResourceClassExists, row(409)],
  [errors.ResourceClassInUse, row(409)],
  [errors.TraitExists, row(409)],
  [errors.TraitInUse, row(409)],
  [errors.ResourceProviderExists, row(409, faultCodes.duplicateName)],
  [errors.ResourceProviderInUse, row(409, faultCodes.providerInUse)],
  [errors.CannotDeleteParentResourceProvider, row(409, faultCodes.cannotDeleteParent)],
  [errors.NotFound, row(404)],
  [Error, (error) => databaseFault(error)],
];

function row(status: number, code?: FaultCode): (error: Error) => HttpError {
  return (error) => new Fault(status, error.message, code, { cause: error });
}

function notAllowed(rule: string): HttpError {
  return new Fault(403, `Policy does not allow ${rule} to be performed.`);
}

/** What of the database's errors is no fault of ours; the others are thrown on, to be logged. */
function databaseFault(error: Error): HttpError {
  if (isValueTooLong(error)) return new Fault(400, 'A value is too long or out of range.', undefined, { cause: error });
  if (isUnstorableText(error))
    return new Fault(400, 'A text has characters that the database does not hold.', undefined, { cause: error });
  if (isUnavailable(error)) return new HttpError(503, undefined, { cause: error });
  throw error;
}

/** The filter that answers what the Placement service's handlers throw. */
export function placementFaults(logger: Logger): FaultFilter {
  return new FaultFilter({ table: FAULTS, render: renderFault, logger });
}
