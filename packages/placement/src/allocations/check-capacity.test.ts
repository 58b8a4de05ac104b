// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  InvalidAllocationCapacityExceeded,
  InvalidAllocationConstraintsViolated,
  InvalidInventory,
} from '../errors.js';
import type { InventoryRow } from '../inventories/inventory-repository.js';
import { checkCapacity, type Claim } from './check-capacity.js';

function inventory(values: Partial<InventoryRow> = {}): InventoryRow {
  return {
    resourceProviderId: 1,
    resourceClassId: 0,
    total: 10,
    reserved: 0,
    minUnit: 1,
    maxUnit: 10,
    stepSize: 1,
    allocationRatio: 1,
    createdAt: null,
    updatedAt: null,
    ...values,
  };
}

function claim(amount: number, values: Partial<Claim> = {}): Claim {
  return { providerId: 1, providerUuid: 'host', classId: 0, className: 'VCPU', amount, ...values };
}

const used = (amount: number): { resourceProviderId: number; resourceClassId: number; used: number }[] => [
  { resourceProviderId: 1, resourceClassId: 0, used: amount },
];

describe('checkCapacity', () => {
  it('lets in what fits, up to the last unit', () => {
    expect(() => checkCapacity([claim(4)], [inventory()], used(6))).not.toThrow();
    expect(() => checkCapacity([claim(5)], [inventory()], used(6))).toThrow(InvalidAllocationCapacityExceeded);
  });

  it('counts what is reserved, and how often it is given out', () => {
    const values = { reserved: 2, allocationRatio: 1.5 };
    expect(() => checkCapacity([claim(2)], [inventory(values)], used(10))).not.toThrow();
    expect(() => checkCapacity([claim(3)], [inventory(values)], used(10))).toThrow(InvalidAllocationCapacityExceeded);
  });

  it('adds up what several consumers ask for', () => {
    expect(() => checkCapacity([claim(6), claim(4)], [inventory()], [])).not.toThrow();
    expect(() => checkCapacity([claim(6), claim(5)], [inventory()], [])).toThrow(InvalidAllocationCapacityExceeded);
  });

  it.each([
    [{ minUnit: 3 }, 2],
    [{ maxUnit: 3 }, 4],
    [{ stepSize: 2 }, 3],
  ])('refuses amounts that an inventory of %j does not give: %d', (values, amount) => {
    expect(() => checkCapacity([claim(amount)], [inventory(values)], [])).toThrow(InvalidAllocationConstraintsViolated);
  });

  it('refuses a provider that has none of what is asked for, and a class that it has not', () => {
    expect(() => checkCapacity([claim(1)], [], [])).toThrow(new InvalidInventory('VCPU', 'host'));
    const disk = claim(1, { classId: 2, className: 'DISK_GB' });
    expect(() => checkCapacity([claim(1), disk], [inventory()], [])).toThrow(new InvalidInventory('DISK_GB', 'host'));
  });

  it('asks for no room where something is taken away', () => {
    expect(() => checkCapacity([claim(0)], [inventory({ total: 1, reserved: 1 })], used(1))).not.toThrow();
  });
});
