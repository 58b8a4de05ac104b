// SPDX-License-Identifier: Apache-2.0
import {
  InvalidAllocationCapacityExceeded,
  InvalidAllocationConstraintsViolated,
  InvalidInventory,
} from '../errors.js';
import { exactCapacity, isAllowedAmount } from '../inventories/inventory.js';
import type { InventoryRow } from '../inventories/inventory-repository.js';
import type { Usage } from './allocation-repository.js';

/** An amount of a class that somebody is to have from a provider; 0 where it is taken away. */
export interface Claim {
  readonly providerId: number;
  readonly providerUuid: string;
  readonly classId: number;
  readonly className: string;
  readonly amount: number;
}

/**
 * Whether providers have room for all claims together. A claim of nothing asks for no room, but its provider has to have an
 * inventory of one of the classes that are claimed (placement 8.0, objects/allocation.py).
 * @param used - what others use.
 * @throws InvalidInventory, InvalidAllocationConstraintsViolated, InvalidAllocationCapacityExceeded
 */
export function checkCapacity(
  claims: readonly Claim[],
  inventories: readonly InventoryRow[],
  used: readonly Usage[],
): void {
  const stock = new Map(inventories.map((row) => [keyOf(row.resourceProviderId, row.resourceClassId), row]));
  const taken = new Map(used.map((row) => [keyOf(row.resourceProviderId, row.resourceClassId), row.used]));
  checkProviders(claims, inventories);
  for (const { providerId, providerUuid, classId, className, amount } of claims) {
    if (amount === 0) continue;
    const key = keyOf(providerId, classId);
    const inventory = stock.get(key);
    if (inventory === undefined) throw new InvalidInventory(className, providerUuid);
    if (!isAllowedAmount(amount, inventory)) throw new InvalidAllocationConstraintsViolated(className, providerUuid);
    const needed = (taken.get(key) ?? 0) + amount;
    if (exactCapacity(inventory) < needed) throw new InvalidAllocationCapacityExceeded(className, providerUuid);
    taken.set(key, needed);
  }
}

function checkProviders(claims: readonly Claim[], inventories: readonly InventoryRow[]): void {
  const stocked = new Set(inventories.map(({ resourceProviderId }) => resourceProviderId));
  const missing = claims.filter(({ providerId }) => !stocked.has(providerId));
  if (missing.length === 0) return;
  const list = (names: readonly string[]): string => [...new Set(names)].join(', ');
  throw new InvalidInventory(
    list(claims.map(({ className }) => className)),
    list(missing.map(({ providerUuid }) => providerUuid)),
  );
}

function keyOf(providerId: number, classId: number): string {
  return `${providerId}:${classId}`;
}
