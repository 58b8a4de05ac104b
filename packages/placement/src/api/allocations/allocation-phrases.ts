// SPDX-License-Identifier: Apache-2.0
import { ConcurrentUpdateDetected, InvalidInventory, NotFound } from '../../errors.js';
import { faultCodes } from '../fault.js';
import type { Phrase } from '../rephrased.js';

/** What writing allocations says of what it could not do. @param notFound - words before what was not found. */
export function allocationPhrases(notFound: string): readonly Phrase[] {
  return [
    [NotFound, 400, ({ message }) => `${notFound}${message}`],
    [InvalidInventory, 409, ({ message }) => `Unable to allocate inventory: ${message}`],
    [
      ConcurrentUpdateDetected,
      409,
      ({ message }) => `Inventory and/or allocations changed while attempting to allocate: ${message}`,
      faultCodes.concurrentUpdate,
    ],
  ];
}
