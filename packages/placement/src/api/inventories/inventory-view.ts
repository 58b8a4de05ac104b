// SPDX-License-Identifier: Apache-2.0
import type { InventoryValues } from '../../inventories/inventory.js';
import type { InventoryBody } from '../schemas/inventories.js';
import { MAX_INTEGER } from '../schemas/common.js';

export function inventoryView(inventory: InventoryValues): Record<string, number> {
  return {
    total: inventory.total,
    reserved: inventory.reserved,
    min_unit: inventory.minUnit,
    max_unit: inventory.maxUnit,
    step_size: inventory.stepSize,
    allocation_ratio: inventory.allocationRatio,
  };
}

/** One inventory with its provider's generation, which upstream leaves out while it is 0. */
export function singleInventoryView(inventory: InventoryValues, generation: number): Record<string, number> {
  return {
    ...inventoryView(inventory),
    ...(generation === 0 ? {} : { resource_provider_generation: generation }),
  };
}

/** Inventories by class name. */
export function inventoriesView(
  inventories: ReadonlyMap<string, InventoryValues>,
  generation: number,
): Record<string, unknown> {
  return {
    resource_provider_generation: generation,
    inventories: Object.fromEntries([...inventories].map(([name, values]) => [name, inventoryView(values)])),
  };
}

/** What a client wrote, with upstream's defaults. */
export function inventoryOf(body: InventoryBody): InventoryValues {
  return {
    total: body.total,
    reserved: body.reserved ?? 0,
    minUnit: body.min_unit ?? 1,
    maxUnit: body.max_unit ?? MAX_INTEGER,
    stepSize: body.step_size ?? 1,
    allocationRatio: body.allocation_ratio ?? 1,
  };
}

/** By class name. */
export function inventoriesOf(bodies: Readonly<Record<string, InventoryBody>>): ReadonlyMap<string, InventoryValues> {
  return new Map(Object.entries(bodies).map(([name, body]) => [name, inventoryOf(body)]));
}
