// SPDX-License-Identifier: Apache-2.0

/** What a store can do, as glance_store's bit masks: `READ_OFFSET` and `READ_CHUNK` include `READ_ACCESS`. */
export const Capability = {
  NONE: 0,
  READ_ACCESS: 0b0000001,
  READ_OFFSET: 0b0000011,
  READ_CHUNK: 0b0000101,
  READ_RANDOM: 0b0000111,
  WRITE_ACCESS: 0b0001000,
  WRITE_OFFSET: 0b0011000,
  WRITE_CHUNK: 0b0101000,
  WRITE_RANDOM: 0b0111000,
  RW_ACCESS: 0b0001001,
  RW_OFFSET: 0b0011011,
  RW_CHUNK: 0b0101101,
  RW_RANDOM: 0b0111111,
  DRIVER_REUSABLE: 0b1000000,
} as const;

/** Whether all bits of `wanted` are in `capabilities`. */
export function isCapable(capabilities: number, ...wanted: readonly number[]): boolean {
  return wanted.every((mask) => (capabilities & mask) === mask);
}
