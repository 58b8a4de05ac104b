// SPDX-License-Identifier: Apache-2.0

/** How much of one resource class a provider has, and in which amounts it may be had. */
export interface InventoryValues {
  readonly total: number;
  /** What of the total is not given out. */
  readonly reserved: number;
  readonly minUnit: number;
  readonly maxUnit: number;
  readonly stepSize: number;
  /** How often what is not reserved is given out. */
  readonly allocationRatio: number;
}

/** An inventory as it was read. */
export interface Inventory extends InventoryValues {
  readonly resourceClass: string;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
}

/** What can be given out, as a number that need not be whole. */
export function exactCapacity({ total, reserved, allocationRatio }: CapacityValues): number {
  return (total - reserved) * allocationRatio;
}

/** What can be given out. */
export function capacityOf(values: CapacityValues): number {
  return Math.trunc(exactCapacity(values));
}

/** Whether an amount is one that may be had at a time. */
export function isAllowedAmount(
  amount: number,
  { minUnit, maxUnit, stepSize }: Pick<InventoryValues, 'minUnit' | 'maxUnit' | 'stepSize'>,
): boolean {
  return amount >= minUnit && amount <= maxUnit && amount % stepSize === 0;
}

type CapacityValues = Pick<InventoryValues, 'total' | 'reserved' | 'allocationRatio'>;
