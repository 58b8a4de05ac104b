// SPDX-License-Identifier: Apache-2.0
import { InvalidInventoryCapacity } from '../../errors.js';
import { capacityOf, type InventoryValues } from '../../inventories/inventory.js';
import type { Provider } from '../../providers/provider.js';
import { Fault, faultCodes } from '../fault.js';

/** The first microversion in which all of an inventory may be reserved. */
const RESERVED_MAY_BE_TOTAL = 1026;

/** Throws InvalidInventoryCapacity for an inventory that gives nothing out, or less. */
export function checkCapacities(
  inventories: ReadonlyMap<string, InventoryValues>,
  provider: Provider,
  version: number,
): void {
  const mayBeTotal = version >= RESERVED_MAY_BE_TOTAL;
  for (const [name, values] of inventories) {
    const capacity = capacityOf(values);
    if (mayBeTotal ? capacity >= 0 : capacity > 0) continue;
    throw new InvalidInventoryCapacity(name, provider.uuid, mayBeTotal ? 'greater than' : 'greater than or equal to');
  }
}

/** Throws Fault 409 where the client saw another generation than the provider has. */
export function checkGeneration(provider: Provider, given: number, text: string): void {
  if (provider.generation !== given) throw new Fault(409, text, faultCodes.concurrentUpdate);
}
